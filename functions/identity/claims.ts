/** What an access token says of its holder: from groups and attributes that the holder cannot write. */

/** What the user pool knows of the person who signs in. */
export type Person = {
  groups: readonly string[];
  attributes: { readonly [name: string]: string | undefined };
};

const roles = new Set(['cooperative', 'buyer', 'organizer', 'admin']);

/**
 * The claims `role`, `organization` and `region`, each only when it holds. Someone with no role, or with two, gets none, so the
 * API refuses the token: better no access than a guess. Only an organizer is bound to a region.
 */
export function claimsOf({ groups, attributes }: Person): { [claim: string]: string } {
  const held = groups.filter((group) => roles.has(group));
  const [role] = held;
  if (role === undefined || held.length > 1) return {};
  const organization = attributes['custom:organization'];
  const region = attributes['custom:region'];
  return {
    role,
    ...(organization ? { organization } : {}),
    ...(role === 'organizer' && region ? { region } : {}),
  };
}
