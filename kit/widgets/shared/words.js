/**
 * The words of scripts in the language of the page, as gettext has them: a sentence is looked up whole, with its places
 * by name, and said in English where nothing is known of it. A widget brings its words with its script; those of the
 * page's own scripts stand in the page.
 */

/**
 * @typedef {Record<string, string | Record<string, string>>} Words By English sentence: what is said instead; for a
 *   number, by the category of CLDR ("one", "few", "other"). Under "" stands the tag of the language.
 */

const DIGITS = 2; // behind the point or the comma, where a sentence has a number with a fraction
/** @type {Record<string, string>} Where the language alone would tell the time by twelve hours. */
const BRITISH = { en: "en-GB", "en-XA": "en-GB" };

/** @type {Words | undefined} */
let pageWords;
/** @type {Map<string, Intl.NumberFormat>} By the language and the digits: one takes a while to make. */
const formats = new Map();

/** @returns {Words} */
function readPage() {
  const element = typeof document === "undefined" ? null : document.getElementById("kit-words");
  return element ? JSON.parse(element.textContent || "{}") : {};
}

/**
 * @param {string} key
 * @returns {string | Record<string, string> | undefined}
 */
function find(key) {
  const brought = globalThis.kitWords?.[key];
  if (brought !== undefined) return brought;
  pageWords ??= readPage();
  return pageWords[key];
}

/**
 * @param {string} words
 * @param {Record<string, string | number>} places
 */
function fill(words, places) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = places[name] ?? whole;
    return typeof value === "number" ? formatNumber(value, DIGITS) : value;
  });
}

/**
 * A sentence in the language of the page.
 * @param {string} message It in English.
 * @param {Record<string, string | number>} [places] What stands in its places, by name; a number is written as the
 *   language has it.
 */
export function _(message, places = {}) {
  const found = find(message);
  return fill(typeof found === "string" ? found : message, places);
}

/**
 * A sentence with a number, in the form that the language has for it.
 * @param {string} one It in English for 1.
 * @param {string} many It in English for every other number.
 * @param {number} n The number; it stands in the place {n}.
 * @param {Record<string, string | number>} [places] What stands in its other places.
 */
export function ngettext(one, many, n, places = {}) {
  const found = find(one);
  const forms = typeof found === "object" ? found : { one, other: many };
  const form = typeof found === "object" ? getRules().select(n) : n === 1 ? "one" : "other";
  return fill(forms[form] ?? forms.other, { n, ...places });
}

/**
 * A word that English has for two things.
 * @param {string} context Which of the two is meant.
 * @param {string} message The word in English.
 */
export function pgettext(context, message) {
  const found = find(`${context}\u0004${message}`);
  return typeof found === "string" ? found : message;
}

/**
 * Things beside each other: "jar, map, wall"; empty ones are left out.
 * @param {string[]} parts
 */
export function joinItems(parts) {
  const there = parts.filter(Boolean);
  return there.length
    ? there.reduce((first, second) => _("{first}, {second}", { first, second }))
    : "";
}

/** The tag of the language that the page speaks. */
export function getLanguage() {
  const tag = find("");
  return typeof tag === "string" ? tag : "en";
}

/**
 * A number as people read it: "1,234.5", "1.234,5". Timers, and what programs read, are none of these.
 *
 * @param {number} number
 * @param {number} [most] How many digits may stand behind the point or the comma.
 */
export function formatNumber(number, most = 0) {
  const language = getLanguage();
  const key = `${language} ${most}`;
  // Latin digits everywhere, as the server writes them.
  const options = { maximumFractionDigits: most, numberingSystem: "latn" };
  const format = formats.get(key) ?? new Intl.NumberFormat(BRITISH[language] ?? language, options);
  formats.set(key, format);
  return format.format(number);
}

/**
 * The time of day as people read it.
 *
 * @param {number} at Milliseconds since the epoch.
 * @param {{seconds?: boolean, zone?: string}} [options] With seconds; in which time zone, if not the device's own.
 */
export function formatTime(at, { seconds = false, zone } = {}) {
  const language = getLanguage();
  return new Intl.DateTimeFormat(BRITISH[language] ?? language, {
    hour: "2-digit",
    minute: "2-digit",
    second: seconds ? "2-digit" : undefined,
    timeZone: zone,
    numberingSystem: "latn",
  }).format(at);
}

function getRules() {
  return new Intl.PluralRules(getLanguage());
}
