/** A temu bisnis of Kabupaten Pasuruan for tests of its day: three villages, Bulog with two tables, Pupuk Indonesia with one. */
import { admin, organizerOf, type Received, type TestApi } from './api.ts';

export const office = organizerOf('35.14');

/** 2 March 2027, 08.30 WIB: the first of eight slots of a quarter of an hour. */
export const startsAt = new Date('2027-03-02T01:30:00Z');

/** A moment of that day, so many minutes after the start. */
export const minutesIn = (minutes: number): Date => new Date(startsAt.getTime() + minutes * 60_000);

export type EventDay = {
  path: string;
  eventId: string;
  /** KDMP Wonokerto, Sukorejo. */
  wonokerto: string;
  /** KDMP Gerongan, Kraton. */
  gerongan: string;
  /** KDMP Ngempit, Kraton. */
  ngempit: string;
  /** Perum Bulog: tables 1 and 2. */
  bulog: string;
  /** Pupuk Indonesia: table 3. */
  pupuk: string;
  /** A meeting brought about by hand. */
  meet(cooperativeId: string, buyerId: string, slot: number, table?: number): Promise<Received>;
  /** The id of such a meeting. */
  met(cooperativeId: string, buyerId: string, slot: number, table?: number): Promise<string>;
};

/** Sets the event up through the API; published unless told otherwise. */
export async function buildEventDay(api: TestApi, { isPublished = true } = {}): Promise<EventDay> {
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await api.post(path, body, admin);
    if (answer.status !== 201) throw new Error(answer.text);
    return (answer.body.id ?? answer.body.organizationId) as string;
  };
  const village = async (name: string, regionCode: string) => {
    const id = await made('/v1/cooperatives', { name, regionCode });
    await api.post(`/v1/cooperatives/${id}/verification`, { status: 'verified' }, admin);
    return id;
  };
  const company = (name: string) => made('/v1/buyers', { name, kind: 'bumn', regionCode: '35.78' });
  const wonokerto = await village('KDMP Wonokerto', '35.14.11.2009');
  const gerongan = await village('KDMP Gerongan', '35.14.16.2025');
  const ngempit = await village('KDMP Ngempit', '35.14.16.2005');
  const bulog = await company('Perum Bulog');
  const pupuk = await company('PT Pupuk Indonesia');
  const eventId = await made('/v1/events', {
    kind: 'business-matching',
    name: 'Temu Bisnis KDKMP Kabupaten Pasuruan',
    venue: 'Auditorium Mpu Sindok',
    regionCode: '35.14',
    startsAt: startsAt.toISOString(),
    slotMinutes: 15,
    slots: 8,
  });
  const path = `/v1/events/${eventId}`;
  if (isPublished) {
    // A plan of nobody can be published too: then each test brings about the meetings it is about.
    await api.post(`${path}/schedule`, undefined, office);
    await api.post(`${path}/publish`, undefined, office);
  }
  await made(`${path}/participants`, { organizationId: bulog, tables: 2 });
  for (const organizationId of [pupuk, wonokerto, gerongan, ngempit]) {
    await made(`${path}/participants`, { organizationId });
  }
  const meet: EventDay['meet'] = (cooperativeId, buyerId, slot, table) =>
    api.post(`${path}/meetings`, { cooperativeId, buyerId, slot, ...(table && { table }) }, office);
  return {
    path,
    eventId,
    wonokerto,
    gerongan,
    ngempit,
    bulog,
    pupuk,
    meet,
    async met(...where) {
      const { status, text, body } = await meet(...where);
      if (status !== 201) throw new Error(text);
      return body.id;
    },
  };
}

/** A socialisation of partnership in the regency, three days later; its id. */
export async function holdSocialisation(api: TestApi): Promise<string> {
  const socialisation = {
    kind: 'socialisation',
    name: 'Sosialisasi kemitraan',
    venue: 'Kantor Camat',
    regionCode: '35.14',
    startsAt: '2027-03-05T01:00:00Z',
  };
  return (await api.post('/v1/events', socialisation, office)).body.id;
}
