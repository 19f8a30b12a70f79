/** A JSON schema, as far as requests are generated from it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  examples?: unknown[];
}

/** A parameter of an operation. */
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
  example?: unknown;
}

interface MediaType {
  schema?: Schema;
  example?: unknown;
}

interface DescribedOperation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, MediaType> };
  responses: Record<string, { $ref?: string; content?: Record<string, MediaType> }>;
}

interface Document {
  paths: Record<string, Record<string, DescribedOperation>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, { content?: Record<string, MediaType> }>;
  };
}

/** One operation of `/openapi.json`. */
export interface Operation {
  method: string;
  path: string;
  parameters: Parameter[];
  /** Content types with their schema and example; empty where the operation takes no body. */
  bodies: [type: string, media: MediaType][];
  /** The content types that an answer with this status may have, beside problem details. */
  typesOf(status: number): string[];
}

/** The description of a service, ready to generate requests from. */
export class Description {
  readonly operations: Operation[];

  constructor(private readonly document: Document) {
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => this.#read(method.toUpperCase(), path, operation)),
    );
  }

  /** Reads `/openapi.json` of a running service. */
  static async of(url: string, headers: Record<string, string>): Promise<Description> {
    const answer = await fetch(`${url}/openapi.json`, { headers });
    return new Description((await answer.json()) as Document);
  }

  /** The schema itself, or the one that its `$ref` names. */
  resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const name = schema.$ref.replace('#/components/schemas/', '');
    const found = this.document.components.schemas[name];
    if (found === undefined) throw new Error(`/openapi.json has no schema ${schema.$ref}.`);
    return found;
  }

  #read(method: string, path: string, { parameters = [], requestBody, responses }: DescribedOperation): Operation {
    return {
      method,
      path,
      parameters,
      bodies: Object.entries(requestBody?.content ?? {}),
      typesOf: (status) => Object.keys(responses[String(status)]?.content ?? {}),
    };
  }
}
