/** The caller's own data over HTTP: what is held of a person, and its erasure (UU 27/2022). Nobody can name another's. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { readBuyer, buyerWrites } from '../../shared/buyers/buyer-store.ts';
import { cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import { micrositeWrites, readWithMicrosite } from '../../shared/microsites/microsite-store.ts';
import { publicContactOf } from '../../shared/microsites/microsite.ts';
import { noticeWrites } from '../../shared/notices/notice-store.ts';
import {
  isOwnContact,
  withoutContact,
  withoutPublicContact,
  type WithContact,
} from '../../shared/persons/contact.ts';
import { done, receiptOf, receiptSchema, type Erasure } from '../../shared/persons/erasure.ts';
import { erasureWrite, recordedAnswers } from '../../shared/persons/erasure-store.ts';
import { elsewhere, grounds, myDataSchema, thingOf } from '../../shared/persons/my-data.ts';
import { listWritings, readPerson, unlinking } from '../../shared/persons/person-store.ts';
import { contactErased } from '../../shared/persons/tell-erased.ts';
import type { PageRequest } from '../../shared/page.ts';
import { serviceStamp, type Stamp } from '../../shared/stored.ts';
import { wroteKey, wrotePrefix } from '../../shared/table/keys.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import type { Caller } from './caller.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { operation } from './operation.ts';
import { forgetPerson } from './person-of.ts';

/** Things of `written`, and recorded answers, that one answer tells. */
const MOST_WRITTEN = 999;
const MOST_ANSWERS = 200;

const getMyData = operation({
  id: 'getMyData',
  method: 'get',
  path: '/v1/me/data',
  tag: 'Persons',
  summary: 'Everything that is held of oneself',
  description:
    'By kind, each with its purpose, its legal ground and how long it is kept, in Indonesian and English. Only of the person of the token; nobody can ask it of another.',
  query: z.strictObject({
    after: z.string().min(1).max(200).optional().meta({ description: '`written.next` of the answer before' }),
  }),
  answers: { status: 200, form: 'one', schema: myDataSchema, description: 'What is held' },
});

const eraseMe = operation({
  id: 'eraseMe',
  method: 'delete',
  path: '/v1/me',
  tag: 'Persons',
  summary: 'Erase oneself',
  description:
    'What can be erased is; what trade demands to be kept stays under a pseudonym that leads to nobody. Accepted for good when answered, done within moments. Asked again, nothing is left to erase. The token goes on being valid until it expires: who uses it to write counts as somebody new.',
  unsigned: true,
  query: z.strictObject({
    contact: z.enum(['mine', 'another']).optional().meta({
      description:
        'Whether the contact of your organization is you: then it is erased. Left out, it is you if you wrote it last',
    }),
  }),
  answers: { status: 202, form: 'one', schema: receiptSchema, description: 'What is erased, what is kept' },
});

/** Routes of this noun on `router`. */
export function me(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getMyData, async (ask) => {
    const { caller } = ask;
    const [person, organization] = await Promise.all([
      readPerson(table, caller.subject),
      readOrganization(table, caller),
    ]);
    const after = ask.query.after;
    const [written, answered] = person
      ? await Promise.all([
          listWritings(table, person.id, pageAfter(person.id, after), (thing, at) => {
            const named = thingOf(thing);
            return named && { ...named, at };
          }),
          recordedAnswers(table, person.id, MOST_ANSWERS),
        ])
      : [
          { items: [], next: null },
          { answers: [], more: false },
        ];
    const contact = organization?.value.contact;
    return {
      body: {
        account: {
          ...grounds.account,
          subject: caller.subject,
          role: caller.role,
          ...(caller.organizationId === undefined ? {} : { organizationId: caller.organizationId }),
          ...(caller.region === undefined ? {} : { region: caller.region }),
        },
        pseudonym: { ...grounds.pseudonym, id: person?.id ?? null, since: person?.since ?? null },
        contact: {
          ...grounds.contact,
          items:
            contact === undefined || !isOwnContact(organization!.value, person?.id, undefined)
              ? []
              : [
                  {
                    organizationId: caller.organizationId!,
                    contact,
                    publicFields: organization!.publicFields,
                  },
                ],
        },
        written: {
          ...grounds.written,
          items: written.items,
          next: written.next?.['sk']?.slice(wrotePrefix.length) ?? null,
        },
        answers: { ...grounds.answers, items: answered.answers, more: answered.more },
        elsewhere,
      },
    };
  });

  mount(router, deps, eraseMe, async (ask) => {
    const { caller } = ask;
    const at = ask.now.toISOString();
    const stamp = serviceStamp(at);
    const [person, organization] = await Promise.all([
      readPerson(table, caller.subject),
      readOrganization(table, caller),
    ]);
    const losesContact =
      organization !== undefined && isOwnContact(organization.value, person?.id, ask.query.contact);
    const said = { wrote: person !== undefined, losesContact };
    if (!person && !losesContact) return { body: receiptOf(null, at, said) };
    const id = ask.newId('era');
    const erasure: Erasure = { id, acceptedAt: at, ...(person ? { person: person.id } : {}) };
    return {
      body: receiptOf(id, at, said),
      writes: [
        ...(person ? [unlinking(caller.subject, person)] : []),
        ...(losesContact ? organization.withoutContact(stamp) : []),
        erasureWrite(person ? erasure : done(erasure, at), undefined, stamp),
      ],
      written: () => forgetPerson(table, caller.subject),
    };
  });
}

/** The caller's organization, as far as its contact goes, and what to write to remove it. */
type Organization = {
  value: WithContact;
  publicFields: string[];
  withoutContact: (stamp: Stamp) => Action[];
};

/** One round trip; undefined for who acts for none. Its notices tell it, and the holding of a cooperative, that nobody is left. */
async function readOrganization(
  table: Table,
  { organizationId: id }: Caller,
): Promise<Organization | undefined> {
  if (id === undefined) return undefined;
  if (id.startsWith('buy_')) {
    const before = await readBuyer(table, id);
    if (!before) return undefined;
    const { value } = before;
    const withoutIt = (stamp: Stamp) => [
      ...buyerWrites({ ...withoutContact(value), updatedAt: stamp.at }, before, stamp),
      ...noticeWrites(contactErased(value, [id], stamp.at), stamp),
    ];
    return { value, publicFields: [], withoutContact: withoutIt };
  }
  const { cooperative: before, microsite } = await readWithMicrosite(table, id);
  if (!before) return undefined;
  const { value } = before;
  const withoutIt = (stamp: Stamp): Action[] => {
    const told = value.holdingId === undefined ? [id] : [id, value.holdingId];
    const site = microsite && withoutPublicContact(microsite.value, value.contact!, stamp.at);
    return [
      ...cooperativeWrites({ ...withoutContact(value), updatedAt: stamp.at }, before, stamp),
      ...(site ? micrositeWrites(site, microsite, false, stamp) : []),
      ...noticeWrites(contactErased(value, told, stamp.at), stamp),
    ];
  };
  const publicFields = microsite ? Object.keys(publicContactOf(microsite.value, value)) : [];
  return { value, publicFields, withoutContact: withoutIt };
}

/** A page of what a person wrote to, after the thing that the one before ended with. */
const pageAfter = (person: string, thing: string | undefined): PageRequest => ({
  limit: MOST_WRITTEN,
  ...(thing === undefined ? {} : { after: { ...wroteKey(person, thing) } }),
});
