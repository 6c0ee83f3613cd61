/** The one way that pages make HTML: a template whose every value is escaped, unless it is markup made the same way. */
import { html as template } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Markup = HtmlEscapedString;

/** Hono's template; nothing in our pages is waited for, so that it is never a promise. */
export const html = template as (strings: TemplateStringsArray, ...values: unknown[]) => Markup;
