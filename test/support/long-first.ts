/** The order of test files: what waits for stores comes first, so that no long file is left to run alone at the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders of `test/`, those with the longest files first; the others need no order. */
const longFirst = ['reliability', 'journeys', 'features', 'infra', 'table'];

export default class LongFirst extends BaseSequencer {
  /** By folder, and within one as vitest does: by the time taken before, or by size. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

const place = ({ moduleId }: TestSpecification): number => {
  const at = longFirst.findIndex((folder) => moduleId.includes(`/test/${folder}/`));
  return at < 0 ? longFirst.length : at;
};
