/** A temu bisnis with as many parties as a test wants: real villages of Kota Batu, buyers who want potatoes. */
import { villagesIn } from '../../shared/regions/regions.ts';
import { admin, buyerOf, type TestApi } from './api.ts';
import { eventOf, offerOf, potentialOf } from './world-things.ts';

export type Hall = { eventId: string; path: string; cooperatives: string[]; buyers: string[] };

/**
 * An event of Kota Batu with cooperatives and buyers in it, in the order in which they were entered. Each cooperative has potatoes
 * and a verified NIB, each buyer an open offer for them, unless `without` says otherwise.
 */
export async function openHall(
  api: TestApi,
  { cooperatives, buyers }: { cooperatives: number; buyers: number },
  event: object = {},
  without: { offers?: boolean; potentials?: boolean } = {},
): Promise<Hall> {
  const made = async (path: string, body: object, as = admin): Promise<string> => {
    const { status, text, body: answer } = await api.post(path, body, as);
    if (status !== 201) throw new Error(`${path}: ${text}`);
    return answer.id;
  };
  const eventId = await made('/v1/events', { ...eventOf('35.79'), ...event });
  const hall: Hall = { eventId, path: `/v1/events/${eventId}`, cooperatives: [], buyers: [] };
  for (const regionCode of villagesIn('35.79').slice(0, cooperatives)) {
    const nib = `99900000${regionCode.slice(6, 8)}${regionCode.slice(-3)}`;
    const id = await made('/v1/cooperatives', { name: `KDMP ${regionCode}`, regionCode, nib });
    await api.post(`/v1/cooperatives/${id}/verification`, { status: 'verified' }, admin);
    await api.post(`/v1/cooperatives/${id}/credentials/nib/verification`, { status: 'verified' }, admin);
    if (!without.potentials) await made('/v1/potentials', potentialOf(id));
    hall.cooperatives.push(id);
  }
  for (let n = 1; n <= buyers; n += 1) {
    const id = await made('/v1/buyers', { name: `Toko ${n}`, kind: 'private', regionCode: '35.79' });
    if (!without.offers) await made('/v1/offers', offerOf(id), buyerOf(id));
    hall.buyers.push(id);
  }
  for (const organizationId of [...hall.cooperatives, ...hall.buyers]) {
    const { status, text } = await api.post(`${hall.path}/participants`, { organizationId }, admin);
    if (status !== 201) throw new Error(text);
  }
  return hall;
}
