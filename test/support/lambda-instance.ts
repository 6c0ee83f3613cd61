/** One instance of a deployed function: a Node process that has loaded a bundle and takes events one after the other, as in AWS. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';

export type LambdaInstance = {
  /** Gives one event to the handler; rejects when the handler throws or the process dies. */
  invoke(event: object): Promise<unknown>;
  stop(): void;
};

/** `file` is a bundle's `index.mjs`; `env` is all of its environment, so that nothing of this machine leaks in. */
export function startInstance(file: string, env: { [name: string]: string }): LambdaInstance {
  const program = `import { createInterface } from 'node:readline';
    const { handler } = await import(${JSON.stringify(file)});
    for await (const line of createInterface({ input: process.stdin })) {
      const answer = await handler(JSON.parse(line), {}).then((value) => ({ value }), (error) => ({ error: String(error?.stack) }));
      process.stdout.write(JSON.stringify(answer) + '\\n');
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { cwd: tmpdir(), env });
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async invoke(event) {
      child.stdin.write(`${JSON.stringify(event)}\n`);
      const { value: line, done } = await answers.next();
      if (done) throw new Error(`the function died: ${complaints}`);
      const answer = JSON.parse(line) as { value: unknown; error?: string };
      if (answer.error !== undefined) throw new Error(`${answer.error}\n${complaints}`);
      return answer.value;
    },
    stop: () => child.kill('SIGKILL'),
  };
}
