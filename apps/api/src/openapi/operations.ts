/** One call of the API: where it is. */
export interface Operation {
  method: 'GET' | 'POST';
  /** As OpenAPI writes it: /v1/facts/{id}. */
  path: string;
}

const PATHS: Readonly<Record<string, readonly Operation['method'][]>> = {
  '/v1/sources': ['GET', 'POST'],
  '/v1/subjects': ['GET', 'POST'],
  '/v1/facts': ['POST'],
  '/v1/facts/{id}': ['GET'],
  '/v1/subjects/{id}': ['GET'],
  '/v1/sources/{id}': ['GET'],
  '/v1/facts/{id}/corrections': ['POST'],
  '/v1/facts/{id}/retractions': ['POST'],
  '/v1/subjects/{id}/corrections': ['POST'],
  '/v1/sources/{id}/corrections': ['POST'],
};

/** The methods that an address takes; none where there is nothing. */
export function methodsAt(path: string): string[] {
  const methods = Object.entries(PATHS).flatMap(([template, taken]) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`).test(path) ? taken : [],
  );
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}
