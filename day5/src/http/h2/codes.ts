/** Why a stream or a connection ends: the error codes of RFC 9113 §7 that are used here. */

export const NO_ERROR = 0x0;
export const PROTOCOL_ERROR = 0x1;
export const REFUSED_STREAM = 0x7;
export const ENHANCE_YOUR_CALM = 0xb;
