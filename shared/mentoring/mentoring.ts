/** A mentoring visit or a training session at one cooperative: who came, what was found, what is next; the shapes of it. */
import * as z from 'zod';
import { cooperativeIdSchema } from '../cooperatives/cooperative.ts';
import { dateSchema } from '../credentials/credential.ts';
import { eventIdSchema } from '../events/event.ts';
import { idPattern } from '../ids.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line, paragraph } from '../text.ts';
import { topicSchema } from './topics.ts';

export const mentoringIdSchema = z
  .string()
  .regex(idPattern('ment'), 'takes the id of a mentoring session, such as ment_0199…')
  .meta({ description: 'Id of a mentoring session', example: 'ment_0199c2a4f3b07c1e9a54b3f0c2d1e0ba' });

const attendanceSchema = z
  .strictObject({
    officer: line(120).meta({ description: 'Name; the same name is the same person', example: 'Ibu Sri' }),
    position: line(80).optional().meta({ example: 'bendahara' }),
    attended: z.boolean().optional().meta({ description: 'Came; true when left out' }),
  })
  .meta({ id: 'OfficerAttendance', example: { officer: 'Ibu Sri', position: 'bendahara' } });

const editable = {
  kind: z.enum(['visit', 'training']).optional().meta({
    description: 'Only a training makes trained officers; a visit when left out',
  }),
  topic: topicSchema,
  date: dateSchema,
  trainer: line(160).optional().meta({ description: 'Who mentored or trained' }),
  eventId: eventIdSchema.optional().meta({ description: 'The event that it was part of' }),
  attendance: z.array(attendanceSchema).max(40).optional(),
  findings: paragraph(2000).optional(),
  nextAction: line(300).optional(),
  dueOn: dateSchema
    .optional()
    .meta({ description: 'The last day of the next action, not before the session' }),
};

const doneOnSchema = dateSchema.optional().meta({ description: 'When the next action was done' });

const example = {
  kind: 'training',
  topic: 'cooperative-basics',
  date: '2025-06-14',
  trainer: 'Diskumperindag Kota Batu',
  attendance: [{ officer: 'Ibu Sri', position: 'bendahara' }],
  nextAction: 'Susun rencana usaha',
  dueOn: '2025-07-15',
} as const;

/** What is sent of one session. */
export const mentoringInputSchema = z.strictObject(editable).meta({ id: 'MentoringInput', example });
export type MentoringInput = z.infer<typeof mentoringInputSchema>;

/** A change: what is left out stays, `null` removes. */
export const mentoringChangeSchema = z
  .strictObject({
    date: editable.date.optional().meta({ description: 'Of a session that is planned: it is put off' }),
    attendance: editable.attendance,
    findings: editable.findings.nullable(),
    nextAction: editable.nextAction.nullable(),
    dueOn: editable.dueOn.nullable(),
    doneOn: doneOnSchema.nullable(),
  })
  .meta({ id: 'MentoringChange', example: { doneOn: '2025-07-12' } });
export type MentoringChange = z.infer<typeof mentoringChangeSchema>;

/** One session for many cooperatives: with two writes each, forty fit into one transaction. */
const { attendance, findings, ...common } = editable;
export const trainingInputSchema = z
  .strictObject({
    ...common,
    sessions: z
      .array(
        z
          .strictObject({ cooperativeId: cooperativeIdSchema, attendance, findings })
          .meta({ id: 'TrainingSession', example: { cooperativeId: 'coop_35-79-02-2008' } }),
      )
      .min(1)
      .max(40),
  })
  .meta({
    id: 'TrainingInput',
    example: {
      kind: 'training',
      topic: 'cooperative-basics',
      date: '2025-06-14',
      sessions: [{ cooperativeId: 'coop_35-79-02-2008', attendance: [{ officer: 'Ibu Sri' }] }],
    },
  });

export const mentoringSchema = z
  .strictObject({
    id: mentoringIdSchema,
    cooperativeId: cooperativeIdSchema,
    regionCode: regionCodeSchema,
    ...editable,
    kind: editable.kind.unwrap(),
    doneOn: doneOnSchema,
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'Mentoring',
    example: {
      id: 'ment_0199c2a4f3b07c1e9a54b3f0c2d1e0ba',
      cooperativeId: 'coop_35-79-02-2008',
      regionCode: '35.79.02.2008',
      ...example,
      createdAt: '2025-06-14T09:00:00.000Z',
    },
  });
/** A session, stored as it is shown, below its cooperative. */
export type Mentoring = z.infer<typeof mentoringSchema>;
