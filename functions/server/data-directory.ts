/** Where one machine keeps its store and its keys: `TITIK_TEMU_DATA`, or `./data`. */
import { resolve } from 'node:path';

export const dataDirectory = (): string => resolve(process.env['TITIK_TEMU_DATA'] ?? 'data');
