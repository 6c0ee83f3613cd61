/** The words of a text that are worth finding it by. */
import { plainText } from '../spelling.ts';

/** What every cooperative is called, what is said around the thing meant, and what only names a kind of place. */
const STOP_WORDS = new Set(
  `ada adakah apa apakah atau bagi beli butuh cari dan dapat dari dengan di dijual ini itu jual ke kami kepada mau membeli
  mencari menjual milik oleh pada penjual punya saja siapa untuk yang
  koperasi kop kdmp kkmp kdkmp desa kelurahan kampung merah putih kecamatan kec kabupaten kab kota provinsi prov dusun
  a an and any are at by do for from has have i in is of on or sell selling sells the to want who with`.split(
    /\s+/,
  ),
);

/** Enough for any name or title; a longer text is found by its beginning. */
const MOST_WORDS = 24;
const LONGEST_WORD = 40;

/** Each word once, in the order of the text: `Kentang granola dari Batu` gives `kentang`, `granola`, `batu`. */
export function wordsOf(text: string): string[] {
  const words = plainText(text)
    .split(' ')
    .filter((word) => word.length >= 2 && !STOP_WORDS.has(word))
    .map((word) => word.slice(0, LONGEST_WORD));
  return [...new Set(words)].slice(0, MOST_WORDS);
}
