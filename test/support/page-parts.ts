/** A page as a browser takes it apart: its elements with the names of their attributes, its links, and what is wrong with it. */
import { parse, type DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;

export type PageParts = {
  /** One for each element, in their order: `a class href`. */
  skeleton: string[];
  /** Whatever a browser would fetch by itself. */
  fetched: string[];
  /** Where people can go. */
  links: string[];
  /** The text of each element of a name. */
  texts(tag: string): string[];
  ids: string[];
  /** Ids that an attribute names. */
  named: string[];
  errors: string[];
};

/** Of a whole document, by the rules of HTML. */
export function partsOf(page: string): PageParts {
  const errors: string[] = [];
  const document = parse(page, { onParseError: ({ code }) => errors.push(code) });
  const parts: Omit<PageParts, 'texts'> = {
    skeleton: [],
    fetched: [],
    links: [],
    ids: [],
    named: [],
    errors,
  };
  const texts: [tag: string, text: string][] = [];
  const walk = (node: Node): void => {
    if ('tagName' in node) {
      const tag = node.tagName;
      const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]));
      parts.skeleton.push([tag, ...attributes.keys()].join(' '));
      texts.push([tag, textOf(node)]);
      const href = attributes.get('href');
      if (href !== undefined) {
        const isFetched = tag === 'link' && /stylesheet|icon|preload/.test(attributes.get('rel') ?? '');
        (isFetched ? parts.fetched : tag === 'link' ? [] : parts.links).push(href);
      }
      for (const name of ['src', 'srcset', 'data', 'background', 'poster', 'xlink:href']) {
        const from = attributes.get(name);
        if (from !== undefined) parts.fetched.push(from);
      }
      if (attributes.has('id')) parts.ids.push(attributes.get('id')!);
      for (const name of ['aria-labelledby', 'for'])
        if (attributes.has(name)) parts.named.push(attributes.get(name)!);
    }
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(document);
  return { ...parts, texts: (tag) => texts.flatMap(([name, text]) => (name === tag ? [text] : [])) };
}

function textOf(node: Node): string {
  if ('value' in node && !('tagName' in node)) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}
