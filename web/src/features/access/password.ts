/** The rules of a new password, as the server checks them. Pure. */
export interface PasswordRule { text: string; met: boolean }

const charactersMin = 12;
const bytesMax = 1024;

/** `names`: what the person is called, which is the first that somebody else would try. */
export function passwordRules(password: string, names: readonly string[]): PasswordRule[] {
  const own = names.map((name) => name.trim().toLowerCase()).filter(Boolean);
  const rules = [
    { text: `At least ${charactersMin} characters; a few words in a row do well`, met: [...password].length >= charactersMin },
    { text: "Not the name", met: password !== "" && !own.includes(password.toLowerCase()) },
  ];
  if (new TextEncoder().encode(password).length > bytesMax) rules.push({ text: `At most ${bytesMax} bytes`, met: false });
  return rules;
}

export const passwordFits = (password: string, names: readonly string[]): boolean => passwordRules(password, names).every((rule) => rule.met);

/** The rule of names to sign in with; empty: it fits. */
export function nameFault(name: string): string {
  if (/^[a-z0-9][a-z0-9._@-]{0,63}$/.test(name.trim().toLowerCase())) return "";
  return "1 to 64 of a to z, 0 to 9 and . _ - @, with a letter or digit in front";
}

/** The one-time code of a link like /join#CODE; empty: the link was not copied whole. */
export const codeOf = (hash: string): string => hash.replace(/^#/, "").trim();
