/**
 * The name under which a source is known to its loop. The caller picks it at `register` and gets it back
 * in `ready`, as in mio: the loop needs no idea of what stands behind it.
 */

export type Token = number;
