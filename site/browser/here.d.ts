/** Whether the site's own server stands behind the page. The build writes `here.js`, and the server answers another one. */
export declare const here: boolean;
