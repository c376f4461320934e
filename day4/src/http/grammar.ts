/**
 * The two rules of HTTP's grammar that more than one place checks, as the text of regular expressions. They
 * stand here once: if two places took different characters, a message could slip through between them.
 */

/** token = 1*tchar, RFC 9110 §5.6.2: methods, field names, names of chunk extensions. */
export const TOKEN = "[!#$%&'*+.^_`|~\\dA-Za-z-]+";

/** field-content with its surrounding white space: no CR, LF or NUL can be in it (RFC 9110 §5.5). */
export const FIELD_VALUE = "[\\t\\x20-\\x7e\\x80-\\xff]*";
