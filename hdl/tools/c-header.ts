/** Reads a C header of this project's own style: what it defines, declares and says about it. */

export interface HeaderConstant {
  readonly name: string;
  readonly value: string;
  readonly doc: string;
}

export interface HeaderField {
  readonly declaration: string;
  readonly doc: string;
}

export type HeaderItem =
  | { readonly kind: 'section'; readonly title: string }
  | { readonly kind: 'text'; readonly doc: string }
  | { readonly kind: 'constants'; readonly doc: string; readonly constants: readonly HeaderConstant[] }
  | { readonly kind: 'struct'; readonly name: string; readonly doc: string; readonly fields: readonly HeaderField[] }
  | { readonly kind: 'function'; readonly name: string; readonly prototype: string; readonly doc: string };

/** The text of a comment, its stars and line ends gone; paragraphs that begin with a capitalised word and a colon stay apart. */
function commentText(raw: string): string {
  const lines = raw
    .replace(/^\/\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim());
  return lines
    .join('\n')
    .trim()
    .replaceAll(/\n(?!\n|Errors:)(?<!\n\n)/g, ' ')
    .replaceAll(/\n(?=Errors:)/g, '\n\n');
}

const CONSTANT = /^#define (CF_\w+) ([^/\n]+?)\s*(?:\/\*\s*(.*?)\s*\*\/)?$/;

/** In the order of the header. Throws when a line is none of what it knows. */
export function readHeader(source: string): HeaderItem[] {
  const items: HeaderItem[] = [];
  // What the preprocessor alone needs.
  let rest = source.replace(/^#ifn?def [\s\S]*?(?=\n\/\*|\n#define CF_)/m, '');
  let doc = '';
  let constants: HeaderConstant[] = [];
  const flush = (): void => {
    if (constants.length > 0) items.push({ kind: 'constants', doc, constants });
    else if (doc !== '') items.push({ kind: 'text', doc });
    constants = [];
    doc = '';
  };
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const match = pattern.exec(rest);
    if (!match || match.index !== 0) return undefined;
    rest = rest.slice(match[0].length);
    return match;
  };
  while (rest !== '') {
    const constant = CONSTANT.exec(rest.split('\n', 1)[0]!);
    if (constant) {
      constants.push({ name: constant[1]!, value: constant[2]!, doc: constant[3] ?? '' });
      rest = rest.slice(constant[0].length);
      if (/^\n\s*\n/.test(rest)) flush();
      continue;
    }
    if (
      take(/^\s+/) ||
      take(/^#(?:define|include|ifn?def|endif|pragma|if)\b.*/) ||
      take(/^extern "C" \{/) ||
      take(/^\}(?=\s*$|\n#)/)
    )
      continue;
    const section = take(/^\/\* -{3,} (.*?) -{3,} \*\//);
    if (section) {
      flush();
      items.push({ kind: 'section', title: section[1]! });
      continue;
    }
    const comment = take(/^\/\*[\s\S]*?\*\//);
    if (comment) {
      flush();
      doc = commentText(comment[0]);
      // A comment that stands alone speaks of what came before it, or of all.
      if (/^\n\s*\n/.test(rest)) flush();
      continue;
    }
    const struct = take(/^typedef struct (\w+) \{\n([\s\S]*?)\n\} \w+;/);
    if (struct) {
      items.push({ kind: 'struct', name: struct[1]!, doc, fields: structFields(struct[2]!) });
      doc = '';
      continue;
    }
    const prototype = take(/^[\w *]+?\b(cf_\w+)\([^;]*\);/);
    if (prototype) {
      items.push({ kind: 'function', name: prototype[1]!, prototype: prototype[0].replaceAll(/\s+/g, ' '), doc });
      doc = '';
      continue;
    }
    throw new Error(`the header has a line that its reader does not know: ${rest.split('\n', 1)[0]}`);
  }
  flush();
  return items;
}

function structFields(body: string): HeaderField[] {
  return body
    .split('\n')
    .map((line) => /^\s*(.+?;)\s*(?:\/\*\s*(.*?)\s*\*\/)?$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ declaration: match[1]!, doc: match[2] ?? '' }));
}
