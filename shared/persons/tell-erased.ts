/** Tells an organization that its contact was a person who had itself erased: nobody is left to be reached. */
import { noticeOf, type Notice } from '../notices/notice.ts';

/** The notices to the organization itself and to whoever else should know. */
export const contactErased = (
  { id, name }: { readonly id: string; readonly name: string },
  told: readonly string[],
  at: string,
): Notice[] =>
  told.map((organizationId) =>
    noticeOf({
      organizationId,
      kind: 'contact-erased',
      at,
      about: id.startsWith('coop_') ? { cooperativeId: id } : {},
      text: {
        id: `Kontak ${name} dihapus atas permintaan orangnya; isilah kontak baru, sebab tidak ada lagi yang dapat dihubungi`,
        en: `The contact of ${name} was erased at that person’s request; enter another one, since nobody is left to be reached`,
      },
    }),
  );
