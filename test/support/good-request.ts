/** What a good request for an operation says: what is sent, and what it acts on. */

/** What an operation acts on in this world: who owns it, where it lies, whether strangers may know it. */
export type Target = {
  owners: string[];
  knownTo?: string[];
  regionCode?: string | string[];
  open: boolean;
};

/** One good request for an operation, and what it acts on (nothing, where the operation is the same for all). */
export type GoodRequest = {
  path: string;
  body?: unknown;
  raw?: { text: string; type: string };
  target?: Target;
};
