/** Addresses of this machine and of other special places, written in every way that somebody might hope is overlooked. */
import type { Draws } from './effort.ts';

const hex = (value: number): string => value.toString(16);

/** One IPv4 address as URLs may have it: numbers of other bases, fewer parts, other digits, escapes. */
function ipv4Forms(octets: readonly number[], draw: Draws): string {
  const [a, b, c, d] = octets as [number, number, number, number];
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const spelled = (value: number) =>
    draw.one([String(value), `0x${hex(value)}`, `0${value.toString(8)}`, `0X${hex(value).padStart(4, '0')}`]);
  const plain = octets.join('.');
  return draw.one([
    plain,
    `${plain}.`,
    octets.map(spelled).join('.'),
    spelled(whole),
    `${spelled(a)}.${spelled((b * 256 + c) * 256 + d)}`,
    `${spelled(a)}.${spelled(b)}.${spelled(c * 256 + d)}`,
    plain.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    plain.replaceAll(/\d/g, (digit) => `%3${digit}`),
    plain.replaceAll('.', '。'),
  ]);
}

/** One IPv4 address within IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP of a special network. */
function ipv6Around(octets: readonly number[], draw: Draws): string {
  const [a, b, c, d] = octets as [number, number, number, number];
  const low = draw.one([octets.join('.'), `${hex(a * 256 + b)}:${hex(c * 256 + d)}`]);
  const high = `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
  return draw.one([
    `::ffff:${low}`,
    `0:0:0:0:0:FFFF:${low}`,
    `::${low}`,
    `::ffff:0:${low}`,
    `64:ff9b::${low}`,
    `64:ff9b:1::${low}`,
    `2002:${high}::1`,
    `2001:0:${high}::1`,
    `fe80::5efe:${low}`,
  ]);
}

/** A special IPv4 address, most often one of this machine. */
function specialIpv4(own: readonly string[], draw: Draws): number[] {
  const any = () => draw.between(0, 255);
  const mine = own.filter((one) => !one.includes(':')).map((one) => one.split('.').map(Number));
  return draw.one([
    [127, 0, 0, 1],
    [127, any(), any(), any()],
    [0, 0, 0, 0],
    ...mine,
    draw.one([
      [10, any(), any(), any()],
      [172, draw.between(16, 31), any(), any()],
      [192, 168, any(), any()],
      [169, 254, 169, 254],
      [100, draw.between(64, 127), any(), any()],
      [198, draw.between(18, 19), any(), any()],
      [192, 0, 2, any()],
      [203, 0, 113, any()],
      [draw.between(224, 255), any(), any(), any()],
    ]),
  ]);
}

/** A special address as a host of a URL, with brackets where it is IPv6. `own` are the addresses of this machine. */
export function specialHost(own: readonly string[], draw: Draws): string {
  const group = () => hex(draw.between(0, 0xffff));
  return draw.one([
    () => ipv4Forms(specialIpv4(own, draw), draw),
    () => `[${ipv6Around(specialIpv4(own, draw), draw)}]`,
    () =>
      `[${draw.one([
        '::1',
        '0:0:0:0:0:0:0:1',
        '::',
        `fe80::${group()}`,
        `fd${hex(draw.between(16, 255))}:${group()}::${group()}`,
        `fec0::${group()}`,
        `ff02::${group()}`,
        `2001:db8::${group()}`,
        `3fff::${group()}`,
        `100::${group()}`,
      ])}]`,
  ])();
}

/** A special address as a resolver gives it. */
export function specialAddress(own: readonly string[], draw: Draws): string {
  const octets = specialIpv4(own, draw);
  return draw.happens(0.6) ? octets.join('.') : draw.one(['::1', '::', 'fe80::1', ipv6Around(octets, draw)]);
}
