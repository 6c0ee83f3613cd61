/** Where the AWS SDK looks for DynamoDB; bundled and not, it must be the same place. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The address of a region's DynamoDB, or of the one that is named instead. */
export function dynamoAddress(Region: string, Endpoint?: string): string {
  const { config } = new DynamoDBClient({ region: Region });
  return config.endpointProvider({ Region, ...(Endpoint === undefined ? {} : { Endpoint }) }).url.href;
}
