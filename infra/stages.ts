/** The places the service runs in, and all that differs between them. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

export type Stage = {
  name: 'staging' | 'production';
  /** Indonesians' data stays in Indonesia (UU 27/2022): Jakarta. */
  awsRegion: 'ap-southeast-3';
  /** Whether what holds data refuses to be deleted, and outlives its stack. */
  keepsData: boolean;
  logRetention: RetentionDays;
  /** Requests a second, and how many more at once, before the gateway answers 429. */
  requestsPerSecond: number;
  burst: number;
};

export const stages: readonly Stage[] = [
  {
    name: 'staging',
    awsRegion: 'ap-southeast-3',
    keepsData: false,
    logRetention: RetentionDays.TWO_WEEKS,
    requestsPerSecond: 50,
    burst: 100,
  },
  {
    name: 'production',
    awsRegion: 'ap-southeast-3',
    keepsData: true,
    logRetention: RetentionDays.THREE_MONTHS,
    requestsPerSecond: 500,
    burst: 1000,
  },
];

/** What happens to a thing that holds data when its stack is taken down. */
export function removalPolicyOf(stage: Stage): RemovalPolicy {
  return stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
