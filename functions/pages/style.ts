/** How pages look: one sheet, sent within the page, so that the first view is one request; its hash is all that the policy lets in. */
import { createHash } from 'node:crypto';

/** Colours by name. Text on its ground reaches AA (4.5 to 1); `test/features/pages.test.ts` reckons it. */
export const colours = {
  ink: '#1b1f1d',
  quiet: '#4d5853',
  ground: '#ffffff',
  soft: '#f2f6f3',
  green: '#0b5d3b',
  onGreen: '#ffffff',
  mark: '#d9efe2',
  now: '#fff3c9',
  edge: '#c9d5ce',
} as const;

/** Which colour stands on which. */
export const pairs: readonly (readonly [keyof typeof colours, keyof typeof colours])[] = [
  ['ink', 'ground'],
  ['ink', 'soft'],
  ['quiet', 'ground'],
  ['quiet', 'soft'],
  ['green', 'ground'],
  ['green', 'soft'],
  ['onGreen', 'green'],
  ['green', 'mark'],
  ['ink', 'now'],
  ['green', 'now'],
];

const c = colours;
export const style = `*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,-apple-system,Roboto,"Noto Sans",sans-serif;color:${c.ink};background:${c.ground};overflow-wrap:anywhere}
a{color:${c.green}}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible{outline:3px solid ${c.green};outline-offset:2px}
.skip{position:absolute;left:-99em}.skip:focus{left:8px;top:8px;background:${c.ground};padding:8px}
header,main,footer{max-width:44rem;margin:0 auto;padding:12px 16px}
header{display:flex;justify-content:space-between;flex-wrap:wrap;gap:0 16px}
header a,.go a{display:inline-block;padding:8px 0;min-height:40px}
h1{font-size:1.6rem;line-height:1.2;margin:8px 0}
h2{font-size:1.15rem;margin:0 0 8px}
section{margin:24px 0}
p{margin:8px 0}
.text{white-space:pre-line}
.quiet,caption{color:${c.quiet};font-size:.9rem}
.badge,.tags li{display:inline-block;background:${c.mark};color:${c.green};border-radius:4px;padding:2px 8px;margin:0 4px 6px 0;font-size:.9rem}
.tags,.list,.go{list-style:none;margin:0;padding:0}
.go{display:flex;flex-wrap:wrap;gap:8px;margin-bottom:16px}
.go a,button{display:inline-block;min-height:44px;padding:10px 18px;border-radius:6px;background:${c.green};color:${c.onGreen};text-decoration:none;border:0;font:inherit;font-weight:600}
dl{margin:0}dt{font-weight:600}dd{margin:0 0 8px}
table{border-collapse:collapse;width:100%;table-layout:fixed}
caption{text-align:left;padding-bottom:6px}
thead th{font-size:.66rem;font-weight:600;color:${c.quiet};padding:2px 0}
abbr{text-decoration:none}
tbody th{text-align:left;font-weight:400;padding:12px 0 4px}
tbody th b{display:block}
td{border:1px solid ${c.edge};height:24px;text-align:center;padding:0;color:${c.green};font-size:.8rem}
.y{background:${c.mark};font-weight:700}
.n{background:${c.now}}
.qr svg{width:200px;height:200px;display:block}
label{display:block;font-weight:600;margin-top:8px}
input,select{width:100%;min-height:44px;padding:8px;font:inherit;border:1px solid ${c.quiet};border-radius:6px;background:${c.ground};color:${c.ink}}
button{margin-top:12px}
.list li{border-top:1px solid ${c.edge};padding:12px 0}
.list a{font-weight:600;display:inline-block;padding:4px 0}
footer{border-top:1px solid ${c.edge}}
@media print{header,.skip,.go,.noprint{display:none}body{font-size:11pt}section{break-inside:avoid;margin:12px 0}}`;

/** For `style-src`. */
export const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
