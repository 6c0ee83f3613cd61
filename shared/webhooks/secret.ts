/**
 * The secret that signs a webhook's messages. It follows from the secret of the deployment, the webhook, and how often its secret was
 * renewed: no item, change, list or log ever holds it.
 */
import { hkdfSync } from 'node:crypto';

const BYTES = 32;

/** The secret of a generation (0 for the first), as Standard Webhooks writes it: `whsec_` and base64. `secret` is the deployment's. */
export function signingSecret(secret: Uint8Array, webhookId: string, generation: number): string {
  const own = hkdfSync('sha256', secret, '', `webhook ${webhookId} ${generation}`, BYTES);
  return `whsec_${Buffer.from(own).toString('base64')}`;
}
