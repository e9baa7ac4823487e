/** The browser stories, in Debian's Chromium against real servers. Ends with "N passed, N failed". */
import { launch } from "./browser.mjs";
import { demo } from "./demo.mjs";
import { firstStart } from "./first_start.mjs";
import { governed } from "./governed.mjs";
import { hired } from "./hired.mjs";
import { matched } from "./matched.mjs";
import { pagingAndCatalogue } from "./paging.mjs";
import { practised } from "./practised.mjs";
import { rehearsed } from "./rehearsed.mjs";
import { sources } from "./sources.mjs";
import { Suite } from "./world.mjs";

const stories = { "first-start": firstStart, paging: pagingAndCatalogue, demo, governed, hired, matched, rehearsed, practised, sources };
const wanted = process.argv.slice(2);
const suite = new Suite();
const browser = await launch();
try {
  for (const [name, story] of Object.entries(stories)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`-- ${name}`);
    await suite.check(`${name} was told to its end`, () => story(suite, browser));
  }
} finally {
  await browser.close();
}
console.log(`${suite.passed} passed, ${suite.failed} failed`);
process.exitCode = suite.failed === 0 ? 0 : 1;
