/** A request as API Gateway's HTTP API (payload 2.0) hands it to the api function. */
export function httpEvent(
  method: string,
  target: string,
  headers: { [name: string]: string } = {},
  body?: string,
): object {
  const [path = '/', query = ''] = target.split('?');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: { host: 'api.example', ...headers },
    ...(body === undefined ? {} : { body }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'request',
      routeKey: '$default',
      stage: '$default',
      time: '21/Nov/2026:03:00:00 +0000',
      timeEpoch: 1_795_230_000_000,
    },
    isBase64Encoded: false,
  };
}
