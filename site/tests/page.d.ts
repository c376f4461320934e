/** What the functions that run inside of a page find there; the tests themselves run in Node. */
interface PageElement {
  readonly tagName: string;
  readonly className: string;
  readonly id: string;
  readonly scrollWidth: number;
  readonly textContent: string | null;
  remove(): void;
}
interface PageDocument {
  readonly body: PageElement;
  readonly documentElement: PageElement;
  readonly activeElement: PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}
declare const document: PageDocument;
declare class DOMParser {
  parseFromString(text: string, type: string): PageDocument;
}
declare const innerWidth: number;
declare const navigator: { readonly clipboard: { readText(): Promise<string> } };
declare function getComputedStyle(element: unknown): {
  readonly color: string;
  readonly backgroundColor: string;
};
declare function dispatchEvent(event: Event): boolean;
declare function requestIdleCallback(act: () => void): number;
