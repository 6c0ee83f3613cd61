/** A QR code as SVG: one path, whatever is dark in a row drawn in one stroke. */
import { raw } from 'hono/html';
import { html } from './markup.ts';
import { encode } from 'uqr';

/** Four light modules on each side: scanners need them. */
const MARGIN = 4;

/** The code of an address, `title` for who cannot see it. 15 % of it may be dirty or torn (level M). */
export function qrCode(address: string, title: string) {
  const { data, size } = encode(address, { ecc: 'M', border: 0 });
  let path = '';
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x += 1;
      path += `M${from + MARGIN} ${y + MARGIN}h${x + 1 - from}v1h${from - x - 1}z`;
    }
  }
  const whole = size + 2 * MARGIN;
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${whole} ${whole}"
    role="img"
    shape-rendering="crispEdges"
  >
    <title>${title}</title>
    <path fill="#fff" d="M0 0h${whole}v${whole}H0z" />
    <path d="${raw(path)}" />
  </svg>`;
}
