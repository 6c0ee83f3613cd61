/**
 * Reads what `strace` saw of a server, and says of each acknowledged write whether the disk had it before the answer went out.
 * A kill proves nothing of that: what was written and never synced survives it in the system's memory, and is gone with the power.
 */

import { spawnSync } from 'node:child_process';
import { soakSeconds } from './effort.ts';

/** Every acknowledged write carries one of these in its text, so that it is found in the pages of the log and in its answer. */
export const markOf = (n: number): string => `Sync-${String(n).padStart(7, '0')}-`;
const marks = /Sync-\d{7}-/g;

/** What to trace of a server: writing, syncing and emptying files, and sending. Pages are to be seen whole. */
export const straceOptions = [
  '--daemonize=grandchild',
  '--follow-forks',
  '--decode-fds=path',
  '--string-limit=8192',
  '--trace=pwrite64,pwritev,write,writev,sendto,sendmsg,fsync,fdatasync,ftruncate',
];

/** Whether this machine has `strace` and lets it work. A gate without it says so and goes on, a soak ends there: it would have done nothing. */
export function canTrace(): boolean {
  const attempt = spawnSync('strace', [...straceOptions, '-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (attempt.status === 0) return true;
  const why = attempt.error?.message ?? attempt.stderr.trim();
  const text = `No syncs are traced: ${why}. Debian: apt-get install strace; a container must allow ptrace.`;
  if (soakSeconds > 0) throw new Error(text);
  console.log(text);
  return false;
}

type Call = { name: string; path: string; text: string; result: number };

export class SyncTrace {
  /** Answers of 201 that went out, and those among them whose write the disk had by then. */
  acknowledged = 0;
  afterSync = 0;
  /** Finished syncs of the log. */
  syncs = 0;
  /** How often the log was emptied into the file. */
  emptied = 0;
  /** What happened in the wrong order, as a sentence each. */
  readonly wrong: string[] = [];

  readonly #written = new Set<string>();
  readonly #onDisk = new Set<string>();
  /** What a sync under way will have brought to the disk, by thread. */
  readonly #underWay = new Map<string, Set<string>>();
  readonly #begun = new Map<string, string>();
  #fileIsDirty = false;

  /** Takes the next line of the trace. A call that another thread interrupts comes in two. */
  take(line: string): void {
    const [, thread, rest] = /^(\d+)\s+(.*)$/s.exec(line) ?? [undefined, '', line];
    const first = /^(.*) <unfinished \.\.\.>$/s.exec(rest)?.[1];
    if (first !== undefined) {
      this.#begun.set(thread, first);
      this.#begins(thread, first);
      return;
    }
    const second = /^<\.\.\. \w+ resumed>(.*)$/s.exec(rest)?.[1];
    const whole = second === undefined ? rest : (this.#begun.get(thread) ?? '') + second;
    this.#begun.delete(thread);
    if (second === undefined) this.#begins(thread, whole);
    const call = callIn(whole);
    if (call) this.#ends(thread, call);
  }

  /** Sending and syncing count from their beginning: what comes between that and the end is neither said nor synced by them. */
  #begins(thread: string, text: string): void {
    if (/^f(?:data)?sync\([^>]*-wal>/.test(text)) {
      this.#underWay.set(thread, new Set(this.#written));
    }
    if (/^(?:write|writev|sendto|sendmsg)\(\d+<[^>]*socket/.test(text) && text.includes('HTTP/1.1 201')) {
      for (const mark of new Set(text.match(marks))) {
        this.acknowledged += 1;
        if (this.#onDisk.has(mark)) this.afterSync += 1;
        else this.wrong.push(`${mark} was acknowledged before the disk had it`);
      }
    }
  }

  #ends(thread: string, { name, path, text, result }: Call): void {
    const isLog = path.endsWith('-wal');
    const isFile = path.endsWith('.db');
    if (name.startsWith('pwrite') && result > 0) {
      if (isLog) for (const mark of text.match(marks) ?? []) this.#written.add(mark);
      if (isFile) this.#fileIsDirty = true;
    } else if (name.endsWith('sync') && result === 0) {
      if (isFile) this.#fileIsDirty = false;
      if (!isLog) return;
      this.syncs += 1;
      for (const mark of this.#underWay.get(thread) ?? []) {
        this.#onDisk.add(mark);
        this.#written.delete(mark);
      }
    } else if (name === 'ftruncate' && isLog) {
      this.emptied += 1;
      if (this.#fileIsDirty) this.wrong.push('the log was emptied before the disk had the file');
    }
  }
}

function callIn(text: string): Call | undefined {
  const begin = /^(\w+)\(\d+<([^>]*)>/.exec(text);
  const result = /\)\s+= (-?\d+)(?: |$)/.exec(text.slice(-200))?.[1];
  if (!begin || result === undefined) return undefined;
  return { name: begin[1]!, path: begin[2]!, text, result: Number(result) };
}
