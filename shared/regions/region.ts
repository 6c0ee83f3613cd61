/** Regions on the wire. */
import * as z from 'zod';
import { regionCodePattern } from './region-code.ts';

export const regionCodeSchema = z
  .string()
  .regex(regionCodePattern, 'takes a region code such as 35.79 or 35.79.02.2008')
  .meta({
    id: 'RegionCode',
    description: 'Kemendagri code of a region of any level',
    example: '35.79.02.2008',
  });
