#include "domain/practice/story_words.h"

namespace plimsoll::practice {

const Vocabulary& thoughts() {
    static const Vocabulary words = {"think", "thought", "believe", "believed", "feel", "felt", "guess", "guessed", "know", "knew", "am", "was", "hope", "hoped", "mean", "suppose", "wish", "wished", "remember"};
    return words;
}

const Vocabulary& group_deeds() {
    static const Vocabulary words = {"we _", "we've _", "we'd _", "our team _", "the team _", "my team _", "us"};
    return words;
}

const Vocabulary& bare_deeds() {
    static const Vocabulary words = {
        "rolled", "wrote", "built", "added", "led", "called", "asked", "moved", "split", "cut", "set", "took", "drew", "ran", "told", "met", "made", "put", "gave", "brought", "found", "fixed", "traced", "measured",
        "proposed", "removed", "replaced", "reduced", "automated", "introduced", "created", "designed", "deployed", "migrated", "tuned", "tested", "drained", "paused", "stopped", "started", "declared", "agreed",
        "offered", "showed", "taught", "coached", "paired", "reviewed", "rewrote", "refactored", "negotiated", "convinced", "persuaded", "presented", "organised", "organized", "collected", "counted", "compared",
        "profiled", "reproduced", "isolated", "disabled", "enabled", "reverted", "restored", "scaled", "raised", "lowered", "changed", "turned", "published", "documented", "listened", "apologised", "apologized",
        "refused", "chose", "decided", "escalated", "instrumented", "configured", "shipped", "launched", "chaired", "ran a", "held", "sent", "invited", "interviewed", "planned", "scheduled", "delegated", "drove"};
    return words;
}

const Vocabulary& number_words() {
    static const Vocabulary words = {"half", "halved", "twice", "doubled", "tripled", "quadrupled", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty",
                                     "thirty", "forty", "fifty", "sixty", "ninety", "hundred*", "thousand*", "million*", "zero", "dozen*", "to none|nothing|zero", "a third", "a quarter", "one in _"};
    return words;
}

const Vocabulary& blame() {
    static const Vocabulary words = {
        "their|his|her|your|whose|*'s fault|faults|mistake|mistakes|negligence|incompetence", "their|his|her|*'s own fault|mistake", "the fault of", "fault of the|a|another", "at fault", "to blame", "blamed|blame|blaming|blames him|her|them|the|our|another|other|someone|somebody|management|everyone|everybody", "is|are|was|were to blame",
        "careless*", "incompeten*", "stupid*", "idiot*", "is|was|are|were|being|too lazy", "clueless", "sloppy", "negligen*", "unprofessional*",
        "should have known", "should've known", "should have noticed|checked|tested|read|told|listened", "should've noticed|checked|tested|read|told|listened", "human error", "screwed up", "messed up", "failed to do their|his|her job",
        "he|she|they|developer|developers|engineer|engineers|colleague|colleagues|manager|boss|ops|operations|vendor|dba|intern|junior|management|product|contractor|contractors|team|teams|qa|tester|testers|department|somebody|someone forgot|forgotten|ignored|refused|neglected|overlooked|misconfigured|missed",
        "he|she|they|developer|developers|engineer|engineers|colleague|colleagues|manager|boss|ops|operations|vendor|dba|intern|junior|management|product|contractor|contractors|team|teams|qa|tester|testers|department|somebody|someone had|has|have|simply|just|again|deliberately forgot|forgotten|ignored|refused|neglected|overlooked|misconfigured|missed",
        "he|she|they|developer|engineer|colleague|manager|boss|vendor|dba|intern|junior|contractor|team|somebody|someone broke|failed", "developer|engineer|colleague|intern|junior|contractor|team|somebody|someone pushed|deployed|shipped|merged|released a bad|broken|buggy|wrong|faulty|untested", "would not admit", "wouldn't admit", "refused to admit", "did not admit", "didn't admit",
        "he|she|they|developer|developers|engineer|engineers|colleague|manager|ops|operations|vendor|dba|intern|junior|management|contractor|contractors didn't|don't|doesn't|wouldn't care|listen|bother|test", "wouldn't listen", "didn't listen",
        "because of ... incompeten*|stupid*|lazy|careless*", "nobody|no one listened|cared|bothered", "pointed the finger", "finger pointing"};
    return words;
}

const Vocabulary& vague_lessons() {
    static const Vocabulary words = {
        "communicate|communicating ... better|more|earlier|clearly|often", "better communication", "more communication", "improve|improved|improving communication", "communication|teamwork|monitoring|testing|planning|documentation|preparation|listening|trust is|was ... key|important|everything|crucial|essential|vital|critical", "better monitoring|testing|tests|planning|documentation|alerting|alerts|processes|preparation|collaboration|tooling|tools|teamwork", "importance of communication|communicating|teamwork|testing|monitoring|planning|preparation|documentation|collaboration|listening|patience",
        "be|being|been more|extra|very careful|cautious|proactive|attentive|thorough|patient|diligent|prepared|organised|organized|vigilant", "be careful", "pay|paying more|better|closer attention", "work|try|working|trying harder", "plan|planning|prepare|preparing|test|testing|listen|listening|collaborate|document|monitor better|more", "more testing|tests|planning|documentation|monitoring|care|attention|discipline",
        "double check*", "triple check*", "always test|check|communicate|listen|prepare|monitor|document", "teamwork", "stay|staying|remain calm|positive|focused|humble", "learned|learnt a lot|much", "learned|learnt many things", "trust your|the|my team|gut|process|instinct*", "think|look before", "never give up", "practice makes perfect", "details matter", "attention to detail", "every|everything happens for", "lessons learned", "lessons learnt",
        "a good learning experience", "good|great learning experience", "grew a lot", "do better", "it takes a village", "people matter", "take|taking|took ... more seriously", "more ownership", "ownership is|matters"};
    return words;
}

/// What stays: said to stay, or a control that somebody put there.
const Vocabulary& lasting() {
    static const Vocabulary words = {
        "since then", "ever since", "from then on", "to this day", "until today", "by default", "in place", "after|before each|every", "no longer", "still in|runs|holds|used|use|there|stands|applies|do|follow", "now runs|has|have|is|are|fails|pages|alerts|blocks|checks|requires|shows|gets|need|needs|uses|use|do|ask|write|begin|starts|start|goes|go|part|warns|refuses|stops|every|owned|owns|holds|measure|track",
        "is|are now part|in|checked|tested|blocked|required|automatic|standard|default|owned|measured|drilled|reviewed|watched|automated|limited|enforced", "became|become|becomes the|a|our|part|standard|default|routine", "every|each release|deploy|deployment|deploys|rollout|rollouts|change|changes|week|month|quarter|sprint|service|services|team|teams|review|pull|merge|migration|incident|alert|monday|friday|shift|new|pipeline|build|upgrade|page|database|cluster|on",
        "daily|weekly|monthly|quarterly|nightly review|reviews|drill|drills|check|checks|test|tests|restore|restores|report|reports|meeting|rehearsal|one|talk|round", "permanent*", "automatically", "rolled out to", "adopted by", "company wide", "across all", "part of the|our|every|each", "must|cannot merge|deploy|ship|release|be merged|be deployed",
        "add|added|adding|adds|wrote|write|writing|built|build|created|create|introduced|introduce|put|automated|automate|installed|implemented|enforced|enforce|require|required|established|agreed|documented|document|configured|scheduled|set|made|turned|moved|codified|defined|instrumented|wired|published|shipped|gave|replaced|rewrote|updated|extended ... runbook*|playbook*|alert|alerts|alarm|alarms|monitor|monitors|monitoring|dashboard*|test|tests|check|checks|gate|gates|canary|canaries|checklist*|template*|policy|policies|limit|limits|timeout|timeouts|guard|guards|guardrail*|lint*|rota|rotation|drill|drills|ci|pipeline|pipelines|slo|slos|budget|budgets|standard|standards|guideline*|script|scripts|retry|retries|breaker*|failover|quota|quotas|validation|review|reviews|ritual|handover|tool|tooling|backup|backups|probe|probes|default|defaults|schedule|process|contract|contracts|owner|owners|agreement|document|documentation|training|course|bot|rule|rules|automation|rollback", "automated|automating the|it|that|this|our|all",
        "a|the new|automatic|automated rollback|check|gate|alert|test|limit|guard|process|policy|standard", "automated away", "removed the manual|need|single|cause|dependency|step", "retired the", "deleted the"};
    return words;
}

const Vocabulary& trade_offs() {
    static const Vocabulary words = {
        "instead of", "rather than", "at the cost|price|expense of", "trade|traded|trading off|offs", "trade|traded|trading ... for", "tradeoff*", "gave up", "give|giving up", "in exchange for", "in return for", "sacrific*", "chose|choose|chosen|picked|preferred|prioritised|prioritized|favoured|favored ... over", "decided|chose|voted against|not to",
        "accepted|accepting|accept ... risk|risks|cost|costs|delay|delays|latency|loss|noise|debt|stale*|slower|fewer|less|more|higher|lower|that", "even though", "although", "downside*", "drawback*", "the cost|price was|is|one|two|three|a|an|we", "which|it|that cost|costs|delayed|meant|slowed", "that|which|it ... meant", "paid for ... with", "postponed|postponing|delayed|delaying|deferred|deferring|put off|paused ... release|launch|feature|features|migration|project|work|roadmap|rollout|upgrade", "left out", "leaving out",
        "the alternative*", "alternatives", "option|options was|were|a|b|to|we|i", "weighed", "on the other hand", "knowing that", "compromise*", "versus", "vs", "slower but", "_ but slower|costlier|safer|riskier|later|more|less", "could have ... instead", "we|i lived with", "tolerat*", "not worth", "worth it", "decided|argued|advised against", "bought us", "opportunity cost"};
    return words;
}

const Vocabulary& times_and_places() {
    static const Vocabulary words = {"monday*", "tuesday*", "wednesday*", "thursday*", "friday*", "saturday*", "sunday*", "january", "february", "april", "june", "july", "august", "september", "october", "november", "december", "one to one", "1 1", "one on one", "at noon", "midnight", "o'clock"};
    return words;
}

const Vocabulary& polished_flaws() {
    static const Vocabulary words = {
        "perfectionis*", "perfectionist", "work|working|works too hard|much", "care|caring|cares too much|deeply", "too detail oriented", "too honest|committed|dedicated|passionate|ambitious|hardworking|helpful|kind|nice|driven|loyal", "too much ... work|detail|dedication|responsibility|passion", "workaholic", "high standards", "too many hours", "overachiev*", "over achiev*", "take|taking on too much",
        "no|don't|not ... weakness|weaknesses", "no real weakness*", "can't think of", "cannot think of", "weakness is ... strength", "strength in disguise", "love my job|work too much", "never satisfied", "too hard on myself", "say|saying yes too|to everything"};
    return words;
}

/// What holds a weakness, beside what lasts: a habit in the present, somebody who watches, a thing that reminds.
const Vocabulary& managing() {
    static const Vocabulary words = {"i keep|use|ask|check|write|set|schedule|block|review|track|rehearse|pause|count|plan|prepare|repeat|wait|draft|stop|begin|start|send|hand|delegate", "reminder*", "checklist*", "timer*", "calendar*", "coach", "mentor", "a colleague|friend|peer ... tell|tells|remind|reminds|check|checks|watches|stops", "accountab*", "i now"};
    return words;
}

const Vocabulary& complaints() {
    static const Vocabulary words = {
        "toxic", "micromanag*", "micro manag*", "underpaid", "under paid", "overworked", "over worked", "unfair*", "bad|terrible|awful|horrible|poor|weak|incompetent|clueless|difficult|lousy|stupid ... boss|manager|management|leadership|culture|company|team|teams|colleagues|people|process|processes|code|codebase|tools|ceo|cto|decisions|communication|pay|salary|place|job", "hate*", "hated", "boring", "bored", "fed up", "sick of", "tired of", "frustrat*", "annoy*", "politics", "political games", "chaos", "chaotic", "mess",
        "incompeten*", "stupid*", "idiot*", "nobody|no one|management|they|boss|manager|leadership ... listens|listened|cares|cared|appreciates|appreciated|understands", "don't|didn't|doesn't|never listen|listened|care|cared|appreciate|appreciated|promote|promoted|value|valued|respect|respected", "passed over", "dead end", "no future|prospects|growth|progression|career|respect|appreciation|recognition", "burned|burnt out", "burnout", "burnt|burned me",
        "balance|pay|salary|management|culture|leadership|process|processes|boss|manager|team|atmosphere|hours ... is|was|are|were ... bad|terrible|awful|horrible|poor|weak|low|unfair|toxic|clueless|broken", "under appreciated|valued", "underappreciated|undervalued|unappreciated", "has|have|had|with no clue|vision|idea|interest", "doesn't|don't|didn't|never ... support|supported", "my boss is|was|does|did|never|didn't|doesn't", "low|bad|poor pay|salary", "not paid enough|fairly", "pay is|was low|bad|poor", "too many meetings|hours|pages", "only|just for ... money|salary", "can't stand", "couldn't stand", "worst", "sinking ship", "lied", "broken promises", "promised ... never"};
    return words;
}

const Vocabulary& directions() {
    static const Vocabulary words = {
        "looking for", "look for", "looking forward", "i want", "want to", "would like", "i'd like", "i like to", "hope to", "next step", "ready for|to", "grow|growing into|in|towards|my|as", "move|moving into|towards|toward|to", "opportunity to", "chance to", "drawn to", "interest|interested in", "excited|excites|attracts|attracted|appeals", "scope", "larger|bigger|broader|wider|more|deeper ... scale|systems|responsibility|reach|problem|problems|impact|team|teams|work|users|engineering|reliability", "aim to", "goal is", "learn more", "because you|your", "your ... team|product|platform|company|scale|users|systems", "what draws", "i seek", "seeking", "work on|with", "lead a|an|the|teams|people", "own a|an|the|more", "build a|an|the|up"};
    return words;
}

}  // namespace plimsoll::practice
