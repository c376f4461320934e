/**
 * Dates in fields (RFC 9110 §5.6.7): the one form that is written today, and the two older ones that a recipient must
 * still read. JavaScript's own parser takes a thousand other texts too, and one of these for local time. Held against
 * all dates that JavaScript writes by a property test.
 */

/** Names of days are not checked against the date: a client that has one wrong means the date. */
const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const TIME = "\\d{2}:\\d{2}:\\d{2}";
/** IMF-fixdate, as all write it today: Sun, 06 Nov 1994 08:49:37 GMT. Words and case are exact (§5.6.7). */
const FIXDATE = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d{2}) (${MONTH}) (\\d{4}) (${TIME}) GMT$`);
/** Sunday, 06-Nov-94 08:49:37 GMT: two digits for the year, so the century has to be guessed. */
const RFC_850 = new RegExp(
  `^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\\d{2})-(${MONTH})-(\\d{2}) (${TIME}) GMT$`,
);
/** Sun Nov  6 08:49:37 1994, as C writes it: a blank stands before a day of one digit. */
const ASCTIME = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (${MONTH}) ([ \\d]\\d) (${TIME}) (\\d{4})$`);

/** Milliseconds since 1970; null when it is no date. `now` decides the century of a year of two digits. */
export function parseHttpDate(text: string, now = Date.now()): number | null {
  const fix = FIXDATE.exec(text);
  if (fix !== null) return stamp(`${fix[1]} ${fix[2]} ${fix[3]} ${fix[4]}`);
  const asctime = ASCTIME.exec(text);
  if (asctime !== null) return stamp(`${asctime[2]} ${asctime[1]} ${asctime[4]} ${asctime[3]}`);
  const old = RFC_850.exec(text);
  if (old === null) return null;
  const century = Math.floor(new Date(now).getUTCFullYear() / 100) * 100;
  const year = century + Number(old[3]);
  // More than fifty years ahead is the past (§5.6.7).
  const isPast = year > new Date(now).getUTCFullYear() + 50;
  return stamp(`${old[1]} ${old[2]} ${isPast ? year - 100 : year} ${old[4]}`);
}

/**
 * Null for the 31st of June and 25 o'clock. `text` is "06 Nov 1994 08:49:37", with the day in front. JavaScript would
 * move such a day into the next month.
 */
function stamp(text: string): number | null {
  const ms = Date.parse(`${text} GMT`);
  return Number.isNaN(ms) || new Date(ms).getUTCDate() !== Number.parseInt(text, 10) ? null : ms;
}
