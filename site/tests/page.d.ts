/** What the functions that run inside of a page find there; the tests themselves run in Node. */
interface PageElement {
  readonly tagName: string;
  readonly className: string;
  readonly id: string;
  readonly scrollWidth: number;
}
declare const document: {
  readonly body: PageElement;
  readonly documentElement: PageElement;
  readonly activeElement: PageElement | null;
};
declare const innerWidth: number;
declare const navigator: { readonly clipboard: { readText(): Promise<string> } };
declare function getComputedStyle(element: unknown): {
  readonly color: string;
  readonly backgroundColor: string;
};
declare function dispatchEvent(event: Event): boolean;
