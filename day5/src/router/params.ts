/**
 * What the names of a route stand for. An object that inherits nothing, so `constructor` is in it only if a
 * route has that name. HOT: made for each request. `Object.create(null)` would be a dictionary, which costs
 * more; objects of one class share their shape, and the prototype of this class is empty and frozen.
 */

export type Params = Record<string, string>;

const EMPTY: object = Object.freeze(Object.create(null));

function ParamsClass(): void {}
ParamsClass.prototype = EMPTY;

export const Params = ParamsClass as unknown as new () => Params;
