/** Made from the OpenAPI document by scripts/api-types.mjs; not written by hand. */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Source: {
      /**
       * Format: slug
       * @description A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.
       * @example usmca
       */
      id: string;
      title: string;
      publisher: string;
      /** @description When it was published (EDTF); of a longer time the last day counts. */
      publishedOn?: string | null;
      /** @description An http or https address. */
      url?: string | null;
      /** @description The address of an archived copy of the document. */
      archivedUrl?: string | null;
      /** @description The day on which the document was retrieved for the record. */
      retrievedOn?: string | null;
      /** @description The SHA-256 of the document as it was retrieved, in lower-case hexadecimal. */
      sha256?: string | null;
      /** @description The day on which the address was last looked at. */
      checkedOn?: string | null;
    };
    SubjectFields: {
      /**
       * Format: slug
       * @description A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.
       * @example usmca
       */
      id: string;
      /** @enum {string} */
      type: 'agreement' | 'dialogue' | 'case' | 'funding' | 'programme' | 'organization' | 'indicator' | 'relationship';
      name: string;
      /**
       * @description ISO 3166-1 alpha-2 codes, or ids of organizations on record.
       * @example [
       *       "US",
       *       "MX"
       *     ]
       */
      parties?: string[] | null;
      /** @description Words that the subject is about. */
      topics?: string[] | null;
      /** @description The larger subject that this one is a part of. */
      partOf?: string | null;
      /** @description What is relied on depends on the type; more may be given. */
      attributes?: {
        [key: string]: unknown;
      } | null;
    };
    FactFields: {
      /**
       * Format: slug
       * @description A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.
       * @example usmca
       */
      id: string;
      /**
       * Format: slug
       * @description The id of the subject.
       * @example usmca
       */
      subject: string;
      /** @description `subject-type.what-happened`, or `milestone.` for a subject of any type. */
      type: string;
      /** @description When it happened, or is due; null where the source gives no date. */
      occurred: string | null;
      /** @description The day since which it could be known, where the writer can tell. */
      knownSince?: string | null;
      title: string;
      summary?: string | null;
      /** @description What the type of the fact relies on; more may be given. */
      body?: {
        [key: string]: unknown;
      } | null;
      /** @description Words that the subject is about. */
      topics?: string[] | null;
      /**
       * @description Who acted: ISO 3166-1 alpha-2 codes, or ids of organizations on record. Left out, the parties of the subject.
       * @example [
       *       "US",
       *       "MX"
       *     ]
       */
      parties?: string[] | null;
      /** @description Other subjects that it is about. */
      related?: string[] | null;
      /** @description Who says so; at least one. */
      sources: {
        /**
         * Format: slug
         * @description The id of the source.
         * @example usmca
         */
        source: string;
        /** @description Where in the source. */
        locator?: string | null;
        /** @description What this source says where it differs from the fact. */
        says?: {
          occurred?: string | null;
          body?: {
            [key: string]: unknown;
          } | null;
        } | null;
      }[];
    };
    FactCorrection: {
      /**
       * Format: slug
       * @description A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.
       * @example usmca
       */
      id: string;
      /**
       * Format: slug
       * @description A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.
       * @example usmca
       */
      fact?: string;
      /** @description The fields that change; null clears a field, others stay. */
      changes: {
        /** @description When it happened, or is due; null where the source gives no date. */
        occurred?: string | null;
        /** @description The day since which it could be known, where the writer can tell. */
        knownSince?: string | null;
        title?: string;
        summary?: string | null;
        /** @description What the type of the fact relies on; more may be given. */
        body?: {
          [key: string]: unknown;
        } | null;
        /** @description Words that the subject is about. */
        topics?: string[] | null;
        /**
         * @description Who acted: ISO 3166-1 alpha-2 codes, or ids of organizations on record. Left out, the parties of the subject.
         * @example [
         *       "US",
         *       "MX"
         *     ]
         */
        parties?: string[] | null;
        /** @description Other subjects that it is about. */
        related?: string[] | null;
        /** @description Who says so; at least one. */
        sources?: {
          /**
           * Format: slug
           * @description The id of the source.
           * @example usmca
           */
          source: string;
          /** @description Where in the source. */
          locator?: string | null;
          /** @description What this source says where it differs from the fact. */
          says?: {
            occurred?: string | null;
            body?: {
              [key: string]: unknown;
            } | null;
          } | null;
        }[];
      };
      /** @description Why, for readers. */
      reason: string;
      /** @description Who says so; at least one. */
      sources: {
        /**
         * Format: slug
         * @description The id of the source.
         * @example usmca
         */
        source: string;
        /** @description Where in the source. */
        locator?: string | null;
        /** @description What this source says where it differs from the fact. */
        says?: {
          occurred?: string | null;
          body?: {
            [key: string]: unknown;
          } | null;
        } | null;
      }[];
      /** @description The day since which it could be known, where the writer can tell. */
      knownSince?: string | null;
    };
    SubjectCorrection: {
      /**
       * Format: slug
       * @description A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.
       * @example usmca
       */
      id: string;
      /**
       * Format: slug
       * @description A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.
       * @example usmca
       */
      subject?: string;
      /** @description The fields that change; null clears a field, others stay. */
      changes: {
        name?: string;
        /**
         * @description ISO 3166-1 alpha-2 codes, or ids of organizations on record.
         * @example [
         *       "US",
         *       "MX"
         *     ]
         */
        parties?: string[] | null;
        /** @description Words that the subject is about. */
        topics?: string[] | null;
        /** @description The larger subject that this one is a part of. */
        partOf?: string | null;
        /** @description What is relied on depends on the type; more may be given. */
        attributes?: {
          [key: string]: unknown;
        } | null;
      };
      /** @description Why, for readers. */
      reason: string;
      /** @description Who says so; at least one. */
      sources: {
        /**
         * Format: slug
         * @description The id of the source.
         * @example usmca
         */
        source: string;
        /** @description Where in the source. */
        locator?: string | null;
        /** @description What this source says where it differs from the fact. */
        says?: {
          occurred?: string | null;
          body?: {
            [key: string]: unknown;
          } | null;
        } | null;
      }[];
      /** @description The day since which it could be known, where the writer can tell. */
      knownSince?: string | null;
    };
    SourceCorrection: {
      /**
       * Format: slug
       * @description A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.
       * @example usmca
       */
      id: string;
      /**
       * Format: slug
       * @description A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.
       * @example usmca
       */
      source?: string;
      /** @description The fields that change; null clears a field, others stay. */
      changes: {
        title?: string;
        publisher?: string;
        /** @description When it was published (EDTF); of a longer time the last day counts. */
        publishedOn?: string | null;
        /** @description An http or https address. */
        url?: string | null;
        /** @description The address of an archived copy of the document. */
        archivedUrl?: string | null;
        /** @description The day on which the document was retrieved for the record. */
        retrievedOn?: string | null;
        /** @description The SHA-256 of the document as it was retrieved, in lower-case hexadecimal. */
        sha256?: string | null;
        /** @description The day on which the address was last looked at. */
        checkedOn?: string | null;
      };
      /** @description Why, for readers. */
      reason: string;
      /** @description Who says so; at least one. */
      sources: {
        /**
         * Format: slug
         * @description The id of the source.
         * @example usmca
         */
        source: string;
        /** @description Where in the source. */
        locator?: string | null;
        /** @description What this source says where it differs from the fact. */
        says?: {
          occurred?: string | null;
          body?: {
            [key: string]: unknown;
          } | null;
        } | null;
      }[];
      /** @description The day since which it could be known, where the writer can tell. */
      knownSince?: string | null;
    };
    Retraction: {
      /**
       * Format: slug
       * @description A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.
       * @example usmca
       */
      id: string;
      /**
       * Format: slug
       * @description A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.
       * @example usmca
       */
      fact?: string;
      /** @description Why, for readers. */
      reason: string;
      /** @description Who says so; at least one. */
      sources: {
        /**
         * Format: slug
         * @description The id of the source.
         * @example usmca
         */
        source: string;
        /** @description Where in the source. */
        locator?: string | null;
        /** @description What this source says where it differs from the fact. */
        says?: {
          occurred?: string | null;
          body?: {
            [key: string]: unknown;
          } | null;
        } | null;
      }[];
      /** @description The day since which it could be known, where the writer can tell. */
      knownSince?: string | null;
    };
    /** @description A thing that is followed over time. Its type says what its attributes rely on. */
    Subject:
      | components['schemas']['Subject.agreement']
      | components['schemas']['Subject.dialogue']
      | components['schemas']['Subject.case']
      | components['schemas']['Subject.funding']
      | components['schemas']['Subject.programme']
      | components['schemas']['Subject.organization']
      | components['schemas']['Subject.indicator']
      | components['schemas']['Subject.relationship'];
    /** @description One dated statement about one subject. Its type says what its body relies on. */
    Fact:
      | components['schemas']['Fact.agreement.signed']
      | components['schemas']['Fact.agreement.approved']
      | components['schemas']['Fact.agreement.entered-into-force']
      | components['schemas']['Fact.agreement.acceded']
      | components['schemas']['Fact.agreement.amended']
      | components['schemas']['Fact.agreement.reviewed']
      | components['schemas']['Fact.agreement.extended']
      | components['schemas']['Fact.agreement.suspended']
      | components['schemas']['Fact.agreement.terminated']
      | components['schemas']['Fact.agreement.noted']
      | components['schemas']['Fact.dialogue.established']
      | components['schemas']['Fact.dialogue.scheduled']
      | components['schemas']['Fact.dialogue.held']
      | components['schemas']['Fact.dialogue.planned']
      | components['schemas']['Fact.dialogue.noted']
      | components['schemas']['Fact.case.filed']
      | components['schemas']['Fact.case.not-pursued']
      | components['schemas']['Fact.case.review-requested']
      | components['schemas']['Fact.case.review-accepted']
      | components['schemas']['Fact.case.review-declined']
      | components['schemas']['Fact.case.denial-found']
      | components['schemas']['Fact.case.no-denial-found']
      | components['schemas']['Fact.case.remediation-agreed']
      | components['schemas']['Fact.case.remediation-concluded']
      | components['schemas']['Fact.case.panel-requested']
      | components['schemas']['Fact.case.panel-decided']
      | components['schemas']['Fact.case.measure-taken']
      | components['schemas']['Fact.case.measure-lifted']
      | components['schemas']['Fact.case.resolved']
      | components['schemas']['Fact.case.closed']
      | components['schemas']['Fact.case.withdrawn']
      | components['schemas']['Fact.case.reopened']
      | components['schemas']['Fact.case.proceedings-suspended']
      | components['schemas']['Fact.case.proceedings-resumed']
      | components['schemas']['Fact.case.noted']
      | components['schemas']['Fact.funding.appropriated']
      | components['schemas']['Fact.funding.committed']
      | components['schemas']['Fact.funding.disbursed']
      | components['schemas']['Fact.funding.rescinded']
      | components['schemas']['Fact.funding.noted']
      | components['schemas']['Fact.programme.launched']
      | components['schemas']['Fact.programme.extended']
      | components['schemas']['Fact.programme.reported']
      | components['schemas']['Fact.programme.ended']
      | components['schemas']['Fact.programme.planned']
      | components['schemas']['Fact.programme.noted']
      | components['schemas']['Fact.organization.founded']
      | components['schemas']['Fact.organization.joined']
      | components['schemas']['Fact.organization.member']
      | components['schemas']['Fact.organization.elected']
      | components['schemas']['Fact.organization.left']
      | components['schemas']['Fact.organization.met']
      | components['schemas']['Fact.organization.noted']
      | components['schemas']['Fact.indicator.reported']
      | components['schemas']['Fact.relationship.established']
      | components['schemas']['Fact.relationship.noted']
      | components['schemas']['Fact.milestone.planned']
      | components['schemas']['Fact.milestone.moved']
      | components['schemas']['Fact.milestone.met']
      | components['schemas']['Fact.milestone.cancelled']
      | components['schemas']['Fact.milestone.outstanding'];
    /**
     * agreement
     * @description A treaty, an accord or a memorandum between parties.
     */
    'Subject.agreement': components['schemas']['SubjectFields'] & {
      /** @constant */
      type: 'agreement';
      attributes?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'agreement';
    };
    /**
     * dialogue
     * @description A series of meetings.
     */
    'Subject.dialogue': components['schemas']['SubjectFields'] & {
      /** @constant */
      type: 'dialogue';
      attributes?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'dialogue';
    };
    /**
     * case
     * @description A matter that is opened, examined and ended: a labor case, a dispute, a docket.
     */
    'Subject.case': components['schemas']['SubjectFields'] & {
      /** @constant */
      type: 'case';
      attributes?:
        | ({
            /** Format: word */
            mechanism?: string;
            /**
             * Format: party
             * @description An alpha-2 code that ISO 3166-1 assigns or once assigned, such as MX or SU, or the id of an organization on record.
             */
            complainant?: string;
            /**
             * Format: party
             * @description An alpha-2 code that ISO 3166-1 assigns or once assigned, such as MX or SU, or the id of an organization on record.
             */
            respondent?: string;
            /** @enum {string} */
            initiation?: 'petition' | 'self';
            annex?: string;
            requestNumber?: number | string;
            panelNumber?: number | string;
            /** Format: word */
            priorCase?: string;
            facility?: string;
            company?: string;
            city?: string;
            state?: string;
            sector?: string;
            petitioners?: string[];
          } & {
            [key: string]: unknown;
          })
        | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case';
    };
    /**
     * funding
     * @description Money that is promised, set aside, paid out or taken back.
     */
    'Subject.funding': components['schemas']['SubjectFields'] & {
      /** @constant */
      type: 'funding';
      attributes?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'funding';
    };
    /**
     * programme
     * @description A programme, an initiative or a project that is run for a time.
     */
    'Subject.programme': components['schemas']['SubjectFields'] & {
      /** @constant */
      type: 'programme';
      attributes?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'programme';
    };
    /**
     * organization
     * @description A body that parties belong to: an organization, a commission, a bank.
     */
    'Subject.organization': components['schemas']['SubjectFields'] & {
      /** @constant */
      type: 'organization';
      attributes?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'organization';
    };
    /**
     * indicator
     * @description A figure that is reported from time to time.
     */
    'Subject.indicator': components['schemas']['SubjectFields'] & {
      /** @constant */
      type: 'indicator';
      attributes?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'indicator';
    };
    /**
     * relationship
     * @description What stands between parties as a whole, such as diplomatic relations.
     */
    'Subject.relationship': components['schemas']['SubjectFields'] & {
      /** @constant */
      type: 'relationship';
      attributes?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'relationship';
    };
    /**
     * agreement.signed: Signed
     * @example {
     *       "occurred": "2019-03-14",
     *       "id": "example-agreement-signed",
     *       "subject": "example-accord",
     *       "type": "agreement.signed",
     *       "knownSince": "2019-03-14",
     *       "title": "The two countries sign the Example Accord",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "related": [
     *         "example-forum"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.agreement.signed': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'agreement.signed';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'agreement.signed';
    };
    /**
     * agreement.approved: Approved
     * @example {
     *       "occurred": "2019-11",
     *       "id": "example-agreement-approved",
     *       "subject": "example-accord",
     *       "type": "agreement.approved",
     *       "title": "Parliament approves the Example Accord",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.agreement.approved': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'agreement.approved';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'agreement.approved';
    };
    /**
     * agreement.entered-into-force: Entered into force
     * @example {
     *       "occurred": "2020-01-01",
     *       "id": "example-agreement-entered-into-force",
     *       "subject": "example-accord",
     *       "type": "agreement.entered-into-force",
     *       "knownSince": "2020-01-01",
     *       "title": "The Example Accord enters into force",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "reviewEvery": "P5Y",
     *         "endsOn": "2035-12-31"
     *       },
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.agreement.entered-into-force': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'agreement.entered-into-force';
      body?:
        | ({
            /**
             * Format: duration
             * @example P6Y
             */
            reviewEvery?: string;
            /**
             * Format: edtf
             * @description A date with its precision: EDTF (ISO 8601-2) levels 0 and 1, seasons, `[..D]` (by D), `[A..B]` (some day from A to B), `198X?`, and an X at either end of an interval.
             * @example 2023-09-29
             * @example 2024-06
             * @example 2022/2024
             * @example 2023-10~/2023-12
             * @example [2024-05-05..2024-05-09]
             */
            endsOn?: string;
          } & {
            [key: string]: unknown;
          })
        | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'agreement.entered-into-force';
    };
    /**
     * agreement.acceded: Acceded to
     * @example {
     *       "occurred": "2021-06-01",
     *       "id": "example-agreement-acceded",
     *       "subject": "example-accord",
     *       "type": "agreement.acceded",
     *       "title": "A third country accedes to the Example Accord",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.agreement.acceded': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'agreement.acceded';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'agreement.acceded';
    };
    /**
     * agreement.amended: Amended
     * @example {
     *       "occurred": "2022",
     *       "id": "example-agreement-amended",
     *       "subject": "example-accord",
     *       "type": "agreement.amended",
     *       "title": "The Example Accord is amended",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.agreement.amended': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'agreement.amended';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'agreement.amended';
    };
    /**
     * agreement.reviewed: Reviewed
     * @example {
     *       "occurred": "2025-01-15",
     *       "id": "example-agreement-reviewed",
     *       "subject": "example-accord",
     *       "type": "agreement.reviewed",
     *       "title": "The parties review the Example Accord",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "outcome": "extended",
     *         "confirmations": [
     *           {
     *             "party": "NO",
     *             "extends": true
     *           },
     *           {
     *             "party": "SE",
     *             "extends": true
     *           }
     *         ]
     *       },
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.agreement.reviewed': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'agreement.reviewed';
      body: {
        /** @enum {string} */
        outcome: 'extended' | 'not-extended' | 'other';
        confirmations?: ({
          /**
           * Format: party
           * @description An alpha-2 code that ISO 3166-1 assigns or once assigned, such as MX or SU, or the id of an organization on record.
           */
          party: string;
          extends: boolean;
        } & {
          [key: string]: unknown;
        })[];
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'agreement.reviewed';
    };
    /**
     * agreement.extended: Extended
     * @example {
     *       "occurred": "2025-01-15",
     *       "id": "example-agreement-extended",
     *       "subject": "example-accord",
     *       "type": "agreement.extended",
     *       "title": "The term of the Example Accord is extended",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "endsOn": "2040-12-31"
     *       },
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.agreement.extended': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'agreement.extended';
      body: {
        /**
         * Format: edtf
         * @description A date with its precision: EDTF (ISO 8601-2) levels 0 and 1, seasons, `[..D]` (by D), `[A..B]` (some day from A to B), `198X?`, and an X at either end of an interval.
         * @example 2023-09-29
         * @example 2024-06
         * @example 2022/2024
         * @example 2023-10~/2023-12
         * @example [2024-05-05..2024-05-09]
         */
        endsOn: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'agreement.extended';
    };
    /**
     * agreement.suspended: Suspended
     * @example {
     *       "occurred": "2026-02/2026-03",
     *       "id": "example-agreement-suspended",
     *       "subject": "example-accord",
     *       "type": "agreement.suspended",
     *       "title": "The Example Accord is suspended",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.agreement.suspended': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'agreement.suspended';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'agreement.suspended';
    };
    /**
     * agreement.terminated: Terminated
     * @example {
     *       "occurred": "2026-06-30",
     *       "id": "example-agreement-terminated",
     *       "subject": "example-accord",
     *       "type": "agreement.terminated",
     *       "title": "The Example Accord is terminated",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.agreement.terminated': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'agreement.terminated';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'agreement.terminated';
    };
    /**
     * agreement.noted: Noted
     * @example {
     *       "occurred": null,
     *       "id": "example-agreement-noted",
     *       "subject": "example-accord",
     *       "type": "agreement.noted",
     *       "title": "A side letter of the Example Accord is mentioned",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.agreement.noted': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'agreement.noted';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'agreement.noted';
    };
    /**
     * dialogue.established: Established
     * @example {
     *       "occurred": "2010",
     *       "id": "example-dialogue-established",
     *       "subject": "example-forum",
     *       "type": "dialogue.established",
     *       "title": "The Example Forum is established",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "every": "P1Y",
     *         "level": "ministerial"
     *       },
     *       "topics": [
     *         "security"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.dialogue.established': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'dialogue.established';
      body?:
        | ({
            /**
             * Format: duration
             * @example P6Y
             */
            every?: string;
            level?: string;
          } & {
            [key: string]: unknown;
          })
        | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'dialogue.established';
    };
    /**
     * dialogue.scheduled: Scheduled
     * @example {
     *       "occurred": "2011",
     *       "id": "example-dialogue-scheduled",
     *       "subject": "example-forum",
     *       "type": "dialogue.scheduled",
     *       "title": "The Example Forum meets three times a year",
     *       "summary": "A summary of the page that the gazette gives it.",
     *       "body": {
     *         "times": 3,
     *         "per": "P1Y",
     *         "level": "ministerial"
     *       },
     *       "topics": [
     *         "security"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.dialogue.scheduled': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'dialogue.scheduled';
      body?:
        | ({
            /**
             * Format: duration
             * @description The time between two meetings, ISO 8601.
             * @example P6Y
             */
            every?: string;
            /** @description How many meetings each period has. */
            times?: number;
            /**
             * Format: duration
             * @description The period that has so many meetings, ISO 8601.
             * @example P6Y
             */
            per?: string;
            level?: string;
          } & {
            [key: string]: unknown;
          })
        | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'dialogue.scheduled';
    };
    /**
     * dialogue.held: Held
     * @example {
     *       "occurred": "2012-09-20/2012-09-21",
     *       "id": "example-dialogue-held",
     *       "subject": "example-forum",
     *       "type": "dialogue.held",
     *       "title": "The third meeting of the Example Forum",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "level": "ministerial",
     *         "place": "Oslo",
     *         "ordinal": 3
     *       },
     *       "topics": [
     *         "security"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.dialogue.held': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'dialogue.held';
      body?:
        | ({
            level?: string;
            place?: string;
            ordinal?: number;
          } & {
            [key: string]: unknown;
          })
        | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'dialogue.held';
    };
    /**
     * dialogue.planned: Planned
     * @example {
     *       "occurred": "2013-09",
     *       "id": "example-dialogue-planned",
     *       "subject": "example-forum",
     *       "type": "dialogue.planned",
     *       "title": "The next meeting of the Example Forum is announced",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "place": "Stockholm"
     *       },
     *       "topics": [
     *         "security"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.dialogue.planned': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'dialogue.planned';
      body?:
        | ({
            place?: string;
          } & {
            [key: string]: unknown;
          })
        | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'dialogue.planned';
    };
    /**
     * dialogue.noted: Noted
     * @example {
     *       "occurred": "2014-24",
     *       "id": "example-dialogue-noted",
     *       "subject": "example-forum",
     *       "type": "dialogue.noted",
     *       "title": "The Example Forum is mentioned as a model",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "security"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.dialogue.noted': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'dialogue.noted';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'dialogue.noted';
    };
    /**
     * case.filed: Petition filed
     * @example {
     *       "occurred": "2023-02-01",
     *       "id": "example-case-filed",
     *       "subject": "example-case",
     *       "type": "case.filed",
     *       "knownSince": "2023-02-03",
     *       "title": "A union files the petition",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.filed': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.filed';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.filed';
    };
    /**
     * case.not-pursued: Not pursued
     * @example {
     *       "occurred": "2023-02-28",
     *       "id": "example-case-not-pursued",
     *       "subject": "example-case",
     *       "type": "case.not-pursued",
     *       "title": "The authority does not pursue the petition",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.not-pursued': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.not-pursued';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.not-pursued';
    };
    /**
     * case.review-requested: Review requested
     * @example {
     *       "occurred": "2023-03-01",
     *       "id": "example-case-review-requested",
     *       "subject": "example-case",
     *       "type": "case.review-requested",
     *       "title": "Norway asks Sweden to review the matter",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.review-requested': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.review-requested';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.review-requested';
    };
    /**
     * case.review-accepted: Review accepted
     * @example {
     *       "occurred": "2023-03-10",
     *       "id": "example-case-review-accepted",
     *       "subject": "example-case",
     *       "type": "case.review-accepted",
     *       "title": "Sweden agrees to review the matter",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.review-accepted': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.review-accepted';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.review-accepted';
    };
    /**
     * case.review-declined: Review declined
     * @example {
     *       "occurred": "2023-03-10",
     *       "id": "example-case-review-declined",
     *       "subject": "example-case",
     *       "type": "case.review-declined",
     *       "title": "Sweden declines to review the matter",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.review-declined': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.review-declined';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.review-declined';
    };
    /**
     * case.denial-found: Denial of rights found
     * @example {
     *       "occurred": "2023-04-12",
     *       "id": "example-case-denial-found",
     *       "subject": "example-case",
     *       "type": "case.denial-found",
     *       "title": "The review finds a denial of rights",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.denial-found': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.denial-found';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.denial-found';
    };
    /**
     * case.no-denial-found: No denial of rights found
     * @example {
     *       "occurred": "2023-04-12",
     *       "id": "example-case-no-denial-found",
     *       "subject": "example-case",
     *       "type": "case.no-denial-found",
     *       "title": "The review finds no denial of rights",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.no-denial-found': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.no-denial-found';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.no-denial-found';
    };
    /**
     * case.remediation-agreed: Course of remediation agreed
     * @example {
     *       "occurred": "2023-04-20",
     *       "id": "example-case-remediation-agreed",
     *       "subject": "example-case",
     *       "type": "case.remediation-agreed",
     *       "title": "The two agree a course of remediation",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "endsOn": "2023-10-20"
     *       },
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.remediation-agreed': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.remediation-agreed';
      body?:
        | ({
            /**
             * Format: edtf
             * @description A date with its precision: EDTF (ISO 8601-2) levels 0 and 1, seasons, `[..D]` (by D), `[A..B]` (some day from A to B), `198X?`, and an X at either end of an interval.
             * @example 2023-09-29
             * @example 2024-06
             * @example 2022/2024
             * @example 2023-10~/2023-12
             * @example [2024-05-05..2024-05-09]
             */
            endsOn?: string;
          } & {
            [key: string]: unknown;
          })
        | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.remediation-agreed';
    };
    /**
     * case.remediation-concluded: Remediation concluded
     * @example {
     *       "occurred": "2023-10-18",
     *       "id": "example-case-remediation-concluded",
     *       "subject": "example-case",
     *       "type": "case.remediation-concluded",
     *       "title": "The course of remediation is concluded",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.remediation-concluded': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.remediation-concluded';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.remediation-concluded';
    };
    /**
     * case.panel-requested: Panel requested
     * @example {
     *       "occurred": "2023-05-02",
     *       "id": "example-case-panel-requested",
     *       "subject": "example-case",
     *       "type": "case.panel-requested",
     *       "title": "Norway asks for a panel",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.panel-requested': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.panel-requested';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.panel-requested';
    };
    /**
     * case.panel-decided: Panel decided
     * @example {
     *       "occurred": "2024-01-16",
     *       "id": "example-case-panel-decided",
     *       "subject": "example-case",
     *       "type": "case.panel-decided",
     *       "title": "The panel decides",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "finding": "denial"
     *       },
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.panel-decided': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.panel-decided';
      body: {
        /** @enum {string} */
        finding: 'denial' | 'no-denial' | 'no-jurisdiction';
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.panel-decided';
    };
    /**
     * case.measure-taken: Measure taken
     * @example {
     *       "occurred": "2023-03-01",
     *       "id": "example-case-measure-taken",
     *       "subject": "example-case",
     *       "type": "case.measure-taken",
     *       "title": "Norway suspends the liquidation of customs entries",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "kind": "liquidation-suspended",
     *         "by": "NO"
     *       },
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.measure-taken': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.measure-taken';
      body: {
        /** @enum {string} */
        kind: 'liquidation-suspended' | 'preference-denied' | 'penalty' | 'entry-denied';
        by?: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.measure-taken';
    };
    /**
     * case.measure-lifted: Measure lifted
     * @example {
     *       "occurred": "2023-10-20",
     *       "id": "example-case-measure-lifted",
     *       "subject": "example-case",
     *       "type": "case.measure-lifted",
     *       "title": "Norway lifts the suspension",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "kind": "liquidation-suspended",
     *         "by": "NO"
     *       },
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.measure-lifted': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.measure-lifted';
      body: {
        /** @enum {string} */
        kind: 'liquidation-suspended' | 'preference-denied' | 'penalty' | 'entry-denied';
        by?: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.measure-lifted';
    };
    /**
     * case.resolved: Resolved
     * @example {
     *       "occurred": "2023-10-20",
     *       "id": "example-case-resolved",
     *       "subject": "example-case",
     *       "type": "case.resolved",
     *       "title": "The matter is resolved",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "outcome": "remediated",
     *         "by": "NO",
     *         "workersBenefited": 120,
     *         "backPay": {
     *           "amount": "250000.50",
     *           "currency": "NOK"
     *         }
     *       },
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.resolved': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.resolved';
      body?:
        | ({
            /** Format: word */
            outcome?: string;
            by?: string;
            workersBenefited?: number;
            backPay?: {
              /** Format: decimal */
              amount: string;
              /** Format: currency */
              currency: string;
            };
          } & {
            [key: string]: unknown;
          })
        | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.resolved';
    };
    /**
     * case.closed: Closed
     * @example {
     *       "occurred": "2024-02-01",
     *       "id": "example-case-closed",
     *       "subject": "example-case",
     *       "type": "case.closed",
     *       "title": "The matter is closed without a resolution",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "outcome": "no-agreement",
     *         "by": "NO",
     *         "workersBenefited": 0,
     *         "backPay": {
     *           "amount": "0",
     *           "currency": "NOK"
     *         }
     *       },
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.closed': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.closed';
      body?:
        | ({
            /** Format: word */
            outcome?: string;
            by?: string;
            workersBenefited?: number;
            backPay?: {
              /** Format: decimal */
              amount: string;
              /** Format: currency */
              currency: string;
            };
          } & {
            [key: string]: unknown;
          })
        | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.closed';
    };
    /**
     * case.withdrawn: Withdrawn
     * @example {
     *       "occurred": "2023-02-20",
     *       "id": "example-case-withdrawn",
     *       "subject": "example-case",
     *       "type": "case.withdrawn",
     *       "title": "The petition is withdrawn",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.withdrawn': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.withdrawn';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.withdrawn';
    };
    /**
     * case.reopened: Reopened
     * @example {
     *       "occurred": "2024-05-06",
     *       "id": "example-case-reopened",
     *       "subject": "example-case",
     *       "type": "case.reopened",
     *       "title": "The matter is opened again",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.reopened': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.reopened';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.reopened';
    };
    /**
     * case.proceedings-suspended: Proceedings suspended
     * @example {
     *       "occurred": "2023-03-15",
     *       "id": "example-case-proceedings-suspended",
     *       "subject": "example-case",
     *       "type": "case.proceedings-suspended",
     *       "title": "The two agree to suspend the time limits of the case",
     *       "summary": "A summary of the page that the gazette gives it.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.proceedings-suspended': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.proceedings-suspended';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.proceedings-suspended';
    };
    /**
     * case.proceedings-resumed: Proceedings resumed
     * @example {
     *       "occurred": "2023-04-03",
     *       "id": "example-case-proceedings-resumed",
     *       "subject": "example-case",
     *       "type": "case.proceedings-resumed",
     *       "title": "The time limits of the case run again",
     *       "summary": "A summary of the page that the gazette gives it.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.proceedings-resumed': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.proceedings-resumed';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.proceedings-resumed';
    };
    /**
     * case.noted: Noted
     * @example {
     *       "occurred": "2023~",
     *       "id": "example-case-noted",
     *       "subject": "example-case",
     *       "type": "case.noted",
     *       "title": "A report mentions the facility",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "labor"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.case.noted': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'case.noted';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'case.noted';
    };
    /**
     * funding.appropriated: Appropriated
     * @example {
     *       "occurred": "2021-12-15",
     *       "id": "example-funding-appropriated",
     *       "subject": "example-fund",
     *       "type": "funding.appropriated",
     *       "title": "Parliament sets money aside for the Example Fund",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "amount": {
     *           "amount": "300000000",
     *           "currency": "NOK"
     *         },
     *         "purpose": "clean water",
     *         "period": "2022/2024"
     *       },
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.funding.appropriated': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'funding.appropriated';
      body: {
        amount: {
          /** Format: decimal */
          amount: string;
          /** Format: currency */
          currency: string;
        };
        purpose?: string;
        /**
         * Format: edtf
         * @description A date with its precision: EDTF (ISO 8601-2) levels 0 and 1, seasons, `[..D]` (by D), `[A..B]` (some day from A to B), `198X?`, and an X at either end of an interval.
         * @example 2023-09-29
         * @example 2024-06
         * @example 2022/2024
         * @example 2023-10~/2023-12
         * @example [2024-05-05..2024-05-09]
         */
        period?: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'funding.appropriated';
    };
    /**
     * funding.committed: Committed
     * @example {
     *       "occurred": "2022-03",
     *       "id": "example-funding-committed",
     *       "subject": "example-fund",
     *       "type": "funding.committed",
     *       "title": "Norway promises its share of the Example Fund",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "amount": {
     *           "amount": "150000000",
     *           "currency": "NOK"
     *         },
     *         "purpose": "clean water",
     *         "period": "2022/2024"
     *       },
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.funding.committed': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'funding.committed';
      body: {
        amount: {
          /** Format: decimal */
          amount: string;
          /** Format: currency */
          currency: string;
        };
        purpose?: string;
        /**
         * Format: edtf
         * @description A date with its precision: EDTF (ISO 8601-2) levels 0 and 1, seasons, `[..D]` (by D), `[A..B]` (some day from A to B), `198X?`, and an X at either end of an interval.
         * @example 2023-09-29
         * @example 2024-06
         * @example 2022/2024
         * @example 2023-10~/2023-12
         * @example [2024-05-05..2024-05-09]
         */
        period?: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'funding.committed';
    };
    /**
     * funding.disbursed: Disbursed
     * @example {
     *       "occurred": "2022-09-01",
     *       "id": "example-funding-disbursed",
     *       "subject": "example-fund",
     *       "type": "funding.disbursed",
     *       "title": "The first part of the Example Fund is paid out",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "amount": {
     *           "amount": "75000000.25",
     *           "currency": "NOK"
     *         },
     *         "purpose": "clean water",
     *         "period": "2022/2024"
     *       },
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.funding.disbursed': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'funding.disbursed';
      body: {
        amount: {
          /** Format: decimal */
          amount: string;
          /** Format: currency */
          currency: string;
        };
        purpose?: string;
        /**
         * Format: edtf
         * @description A date with its precision: EDTF (ISO 8601-2) levels 0 and 1, seasons, `[..D]` (by D), `[A..B]` (some day from A to B), `198X?`, and an X at either end of an interval.
         * @example 2023-09-29
         * @example 2024-06
         * @example 2022/2024
         * @example 2023-10~/2023-12
         * @example [2024-05-05..2024-05-09]
         */
        period?: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'funding.disbursed';
    };
    /**
     * funding.rescinded: Rescinded
     * @example {
     *       "occurred": "2024-01",
     *       "id": "example-funding-rescinded",
     *       "subject": "example-fund",
     *       "type": "funding.rescinded",
     *       "title": "A part of the Example Fund is taken back",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "amount": {
     *           "amount": "12500000",
     *           "currency": "NOK"
     *         },
     *         "purpose": "clean water",
     *         "period": "2022/2024"
     *       },
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.funding.rescinded': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'funding.rescinded';
      body: {
        amount: {
          /** Format: decimal */
          amount: string;
          /** Format: currency */
          currency: string;
        };
        purpose?: string;
        /**
         * Format: edtf
         * @description A date with its precision: EDTF (ISO 8601-2) levels 0 and 1, seasons, `[..D]` (by D), `[A..B]` (some day from A to B), `198X?`, and an X at either end of an interval.
         * @example 2023-09-29
         * @example 2024-06
         * @example 2022/2024
         * @example 2023-10~/2023-12
         * @example [2024-05-05..2024-05-09]
         */
        period?: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'funding.rescinded';
    };
    /**
     * funding.noted: Noted
     * @example {
     *       "occurred": "2024-21",
     *       "id": "example-funding-noted",
     *       "subject": "example-fund",
     *       "type": "funding.noted",
     *       "title": "The Example Fund is mentioned in the budget debate",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.funding.noted': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'funding.noted';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'funding.noted';
    };
    /**
     * programme.launched: Launched
     * @example {
     *       "occurred": "2018-09",
     *       "id": "example-programme-launched",
     *       "subject": "example-programme",
     *       "type": "programme.launched",
     *       "title": "The Example Programme is launched",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "education"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.programme.launched': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'programme.launched';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'programme.launched';
    };
    /**
     * programme.extended: Extended
     * @example {
     *       "occurred": "2021-09",
     *       "id": "example-programme-extended",
     *       "subject": "example-programme",
     *       "type": "programme.extended",
     *       "title": "The Example Programme is extended",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "education"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.programme.extended': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'programme.extended';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'programme.extended';
    };
    /**
     * programme.reported: Reported
     * @example {
     *       "occurred": "2022-12-31",
     *       "id": "example-programme-reported",
     *       "subject": "example-programme",
     *       "type": "programme.reported",
     *       "title": "The Example Programme reports its results",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "education"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.programme.reported': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'programme.reported';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'programme.reported';
    };
    /**
     * programme.ended: Ended
     * @example {
     *       "occurred": "2023-08-31",
     *       "id": "example-programme-ended",
     *       "subject": "example-programme",
     *       "type": "programme.ended",
     *       "title": "The Example Programme ends",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "education"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.programme.ended': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'programme.ended';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'programme.ended';
    };
    /**
     * programme.planned: Planned
     * @example {
     *       "occurred": "../2025-11-30",
     *       "id": "example-programme-planned",
     *       "subject": "example-programme",
     *       "type": "programme.planned",
     *       "title": "A second round of the Example Programme is announced",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "education"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.programme.planned': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'programme.planned';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'programme.planned';
    };
    /**
     * programme.noted: Noted
     * @example {
     *       "occurred": "2019/..",
     *       "id": "example-programme-noted",
     *       "subject": "example-programme",
     *       "type": "programme.noted",
     *       "title": "The Example Programme is named as an example",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "education"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.programme.noted': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'programme.noted';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'programme.noted';
    };
    /**
     * organization.founded: Founded
     * @example {
     *       "occurred": "1952-02-13",
     *       "id": "example-organization-founded",
     *       "subject": "example-council",
     *       "type": "organization.founded",
     *       "title": "The Example Council is founded",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.organization.founded': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'organization.founded';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'organization.founded';
    };
    /**
     * organization.joined: Joined
     * @example {
     *       "occurred": "1955",
     *       "id": "example-organization-joined",
     *       "subject": "example-council",
     *       "type": "organization.joined",
     *       "title": "Norway joins the Example Council",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.organization.joined': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'organization.joined';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'organization.joined';
    };
    /**
     * organization.member: Member
     * @example {
     *       "occurred": null,
     *       "id": "example-organization-member",
     *       "subject": "example-council",
     *       "type": "organization.member",
     *       "title": "Norway and Sweden belong to the Example Council",
     *       "summary": "What the gazette states, in a sentence or two.",
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.organization.member': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'organization.member';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'organization.member';
    };
    /**
     * organization.elected: Elected
     * @example {
     *       "occurred": null,
     *       "id": "example-organization-elected",
     *       "subject": "example-council",
     *       "type": "organization.elected",
     *       "title": "Sweden is elected to a seat of the Example Council",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "term": "2021/2023"
     *       },
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.organization.elected': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'organization.elected';
      body?:
        | ({
            /**
             * Format: edtf
             * @description A date with its precision: EDTF (ISO 8601-2) levels 0 and 1, seasons, `[..D]` (by D), `[A..B]` (some day from A to B), `198X?`, and an X at either end of an interval.
             * @example 2023-09-29
             * @example 2024-06
             * @example 2022/2024
             * @example 2023-10~/2023-12
             * @example [2024-05-05..2024-05-09]
             */
            term?: string;
          } & {
            [key: string]: unknown;
          })
        | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'organization.elected';
    };
    /**
     * organization.left: Left
     * @example {
     *       "occurred": "1998-12-31",
     *       "id": "example-organization-left",
     *       "subject": "example-council",
     *       "type": "organization.left",
     *       "title": "A member leaves the Example Council",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.organization.left': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'organization.left';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'organization.left';
    };
    /**
     * organization.met: Met
     * @example {
     *       "occurred": "2024-06-18",
     *       "id": "example-organization-met",
     *       "subject": "example-council",
     *       "type": "organization.met",
     *       "title": "The Example Council meets",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.organization.met': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'organization.met';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'organization.met';
    };
    /**
     * organization.noted: Noted
     * @example {
     *       "occurred": "2024",
     *       "id": "example-organization-noted",
     *       "subject": "example-council",
     *       "type": "organization.noted",
     *       "title": "The Example Council is thanked for its work",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "environment"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.organization.noted': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'organization.noted';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'organization.noted';
    };
    /**
     * indicator.reported: Reported
     * @example {
     *       "occurred": "2024-04-30",
     *       "id": "example-indicator-counted",
     *       "subject": "example-accord-cases",
     *       "type": "indicator.reported",
     *       "title": "Twelve cases under the Example Accord",
     *       "summary": "A newspaper’s own count of the cases.",
     *       "body": {
     *         "value": "12",
     *         "unit": "cases",
     *         "countedBy": "press"
     *       },
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.indicator.reported': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'indicator.reported';
      body: {
        /** Format: decimal */
        value: string;
        unit: string;
        /** @enum {string} */
        countedBy?: 'official' | 'press' | 'other';
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'indicator.reported';
    };
    /**
     * relationship.established: Established
     * @example {
     *       "occurred": "1905-10-26",
     *       "id": "example-relationship-established",
     *       "subject": "example-relations",
     *       "type": "relationship.established",
     *       "title": "The two countries establish diplomatic relations",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "diplomacy"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.relationship.established': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'relationship.established';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'relationship.established';
    };
    /**
     * relationship.noted: Noted
     * @example {
     *       "occurred": "2024-05-17",
     *       "id": "example-relationship-noted",
     *       "subject": "example-relations",
     *       "type": "relationship.noted",
     *       "title": "The two ministers call the relations close",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "topics": [
     *         "diplomacy"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.relationship.noted': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'relationship.noted';
      body?: {
        [key: string]: unknown;
      } | null;
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'relationship.noted';
    };
    /**
     * milestone.planned: Milestone planned
     * @example {
     *       "occurred": "2025",
     *       "id": "example-milestone-planned",
     *       "subject": "example-accord",
     *       "type": "milestone.planned",
     *       "title": "A review of the Example Accord is planned",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "milestone": "joint-review.2025"
     *       },
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.milestone.planned': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'milestone.planned';
      body: {
        /** Format: milestone */
        milestone: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'milestone.planned';
    };
    /**
     * milestone.moved: Milestone moved
     * @example {
     *       "occurred": "2025-02",
     *       "id": "example-milestone-extended",
     *       "subject": "example-accord",
     *       "type": "milestone.moved",
     *       "title": "The two put the review of the Example Accord off by a month",
     *       "summary": "A summary of the page that the gazette gives it.",
     *       "body": {
     *         "milestone": "joint-review.2025",
     *         "basis": "agreement",
     *         "decidedOn": "2024-12-20",
     *         "retroactive": false
     *       },
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.milestone.moved': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'milestone.moved';
      body: {
        /** Format: milestone */
        milestone: string;
        /**
         * @description What an extension rests on: an agreement of the parties, an order, or a law.
         * @enum {string}
         */
        basis?: 'agreement' | 'order' | 'law';
        /**
         * Format: edtf
         * @description When the extension was decided, EDTF. One decided after the last day makes no act timely.
         * @example 2023-09-29
         * @example 2024-06
         * @example 2022/2024
         * @example 2023-10~/2023-12
         * @example [2024-05-05..2024-05-09]
         */
        decidedOn?: string;
        /** @description True where the source says that an extension decided after the last day counts from before it. */
        retroactive?: boolean;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'milestone.moved';
    };
    /**
     * milestone.met: Milestone met
     * @example {
     *       "occurred": "2025-01-15",
     *       "id": "example-milestone-met",
     *       "subject": "example-accord",
     *       "type": "milestone.met",
     *       "title": "The review of the Example Accord has taken place",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "milestone": "joint-review.2025"
     *       },
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.milestone.met': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'milestone.met';
      body: {
        /** Format: milestone */
        milestone: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'milestone.met';
    };
    /**
     * milestone.cancelled: Milestone cancelled
     * @example {
     *       "occurred": "2024-12-01",
     *       "id": "example-milestone-cancelled",
     *       "subject": "example-accord",
     *       "type": "milestone.cancelled",
     *       "title": "The review of the Example Accord is called off",
     *       "summary": "What the gazette tells of it, in a sentence or two.",
     *       "body": {
     *         "milestone": "joint-review.2025"
     *       },
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.milestone.cancelled': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'milestone.cancelled';
      body: {
        /** Format: milestone */
        milestone: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'milestone.cancelled';
    };
    /**
     * milestone.outstanding: Milestone outstanding
     * @example {
     *       "occurred": "2025-03-03",
     *       "id": "example-milestone-outstanding",
     *       "subject": "example-accord",
     *       "type": "milestone.outstanding",
     *       "title": "The gazette reports that the review of the Example Accord is still outstanding",
     *       "summary": "A summary of the page that the gazette gives it.",
     *       "body": {
     *         "milestone": "joint-review.2025"
     *       },
     *       "topics": [
     *         "trade"
     *       ],
     *       "parties": [
     *         "NO",
     *         "SE"
     *       ],
     *       "sources": [
     *         {
     *           "source": "example-gazette",
     *           "locator": "page 3, paragraph 2"
     *         }
     *       ]
     *     }
     */
    'Fact.milestone.outstanding': components['schemas']['FactFields'] & {
      /** @constant */
      type: 'milestone.outstanding';
      body: {
        /** Format: milestone */
        milestone: string;
      } & {
        [key: string]: unknown;
      };
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'milestone.outstanding';
    };
    Subscription: {
      channel:
        | {
            /** @constant */
            type: 'email';
            address: string;
          }
        | {
            /** @constant */
            type: 'webhook';
            url: string;
          }
        | {
            /** @constant */
            type: 'calendar';
          };
      filter?: {
        /** @description Ids of subjects on record; empty or left out: any. */
        subjects?: string[];
        /** @description Topics of the subject (or the fact) on record; empty or left out: any. */
        topics?: string[];
        /** @description Subject types (`case`), which hold for milestones too, and fact types (`case.filed`), for developments on record; empty or left out: any. */
        types?: string[];
        /** @description Parties on record; empty or left out: any. */
        parties?: string[];
        /** @description Rules (`joint-review`), rules with occasion (`joint-review.2026`) or ids of milestones on record; empty or left out: any. */
        milestones?: string[];
        /** @description What is told: milestones that come near, move or are cancelled; new facts and case changes; corrections and retractions. */
        kinds?: ('milestones' | 'developments' | 'corrections')[];
      };
      /** @description How long before the first day of its window a milestone is told; ISO 8601. */
      leadTimes?: string[];
      /**
       * Format: time-zone
       * @default UTC
       */
      timeZone: string;
      /**
       * Format: time-of-day
       * @description When reminders and digests go out, in `timeZone`.
       * @default 09:00
       */
      localTime: string;
      /**
       * @default none
       * @enum {string}
       */
      digest: 'none' | 'daily' | 'weekly';
      /**
       * @description The day of a weekly digest, 1 (Monday) to 7.
       * @default 1
       */
      digestDay: number;
      /**
       * @description Local hours in which nothing goes out; what falls into them goes out at their end; a reminder that would then be too late, at the end of those before.
       * @default null
       */
      quietHours: {
        /** Format: time-of-day */
        from: string;
        /** Format: time-of-day */
        to: string;
      } | null;
    };
    SubscriptionDraft: {
      /**
       * @description Where it would be told; of a calendar only the milestones are answered.
       * @default {
       *       "type": "email"
       *     }
       */
      channel: {
        /** @enum {string} */
        type: 'email' | 'webhook' | 'calendar';
      };
      filter?: {
        /** @description Ids of subjects on record; empty or left out: any. */
        subjects?: string[];
        /** @description Topics of the subject (or the fact) on record; empty or left out: any. */
        topics?: string[];
        /** @description Subject types (`case`), which hold for milestones too, and fact types (`case.filed`), for developments on record; empty or left out: any. */
        types?: string[];
        /** @description Parties on record; empty or left out: any. */
        parties?: string[];
        /** @description Rules (`joint-review`), rules with occasion (`joint-review.2026`) or ids of milestones on record; empty or left out: any. */
        milestones?: string[];
        /** @description What is told: milestones that come near, move or are cancelled; new facts and case changes; corrections and retractions. */
        kinds?: ('milestones' | 'developments' | 'corrections')[];
      };
      /** @description How long before the first day of its window a milestone is told; ISO 8601. */
      leadTimes?: string[];
      /**
       * Format: time-zone
       * @default UTC
       */
      timeZone: string;
      /**
       * Format: time-of-day
       * @description When reminders and digests go out, in `timeZone`.
       * @default 09:00
       */
      localTime: string;
      /**
       * @default none
       * @enum {string}
       */
      digest: 'none' | 'daily' | 'weekly';
      /**
       * @description The day of a weekly digest, 1 (Monday) to 7.
       * @default 1
       */
      digestDay: number;
      /**
       * @description Local hours in which nothing goes out; what falls into them goes out at their end; a reminder that would then be too late, at the end of those before.
       * @default null
       */
      quietHours: {
        /** Format: time-of-day */
        from: string;
        /** Format: time-of-day */
        to: string;
      } | null;
    };
    SubscriptionPatch: {
      filter?: {
        /** @description Ids of subjects on record; empty or left out: any. */
        subjects?: string[];
        /** @description Topics of the subject (or the fact) on record; empty or left out: any. */
        topics?: string[];
        /** @description Subject types (`case`), which hold for milestones too, and fact types (`case.filed`), for developments on record; empty or left out: any. */
        types?: string[];
        /** @description Parties on record; empty or left out: any. */
        parties?: string[];
        /** @description Rules (`joint-review`), rules with occasion (`joint-review.2026`) or ids of milestones on record; empty or left out: any. */
        milestones?: string[];
        /** @description What is told: milestones that come near, move or are cancelled; new facts and case changes; corrections and retractions. */
        kinds?: ('milestones' | 'developments' | 'corrections')[];
      };
      /** @description How long before the first day of its window a milestone is told; ISO 8601. */
      leadTimes?: string[];
      /** Format: time-zone */
      timeZone?: string;
      /**
       * Format: time-of-day
       * @description When reminders and digests go out, in `timeZone`.
       */
      localTime?: string;
      /** @enum {string} */
      digest?: 'none' | 'daily' | 'weekly';
      /** @description The day of a weekly digest, 1 (Monday) to 7. */
      digestDay?: number;
      /** @description Local hours in which nothing goes out; what falls into them goes out at their end; a reminder that would then be too late, at the end of those before. */
      quietHours?: {
        /** Format: time-of-day */
        from: string;
        /** Format: time-of-day */
        to: string;
      } | null;
      /**
       * @description `disabled`: nothing is sent until it is switched on again; `active`: switches it on again.
       * @enum {string}
       */
      status?: 'active' | 'disabled';
      /**
       * @description Makes a new secret; the one before signs as well for 24 hours.
       * @constant
       */
      rotateSecret?: true;
      /**
       * @description Makes new links; the old ones end at once. Those of a subscription by e-mail are sent to its mailbox and are not in the answer.
       * @constant
       */
      rotateLinks?: true;
    };
    SubscriptionSettings: {
      filter?: {
        /** @description Ids of subjects on record; empty or left out: any. */
        subjects?: string[];
        /** @description Topics of the subject (or the fact) on record; empty or left out: any. */
        topics?: string[];
        /** @description Subject types (`case`), which hold for milestones too, and fact types (`case.filed`), for developments on record; empty or left out: any. */
        types?: string[];
        /** @description Parties on record; empty or left out: any. */
        parties?: string[];
        /** @description Rules (`joint-review`), rules with occasion (`joint-review.2026`) or ids of milestones on record; empty or left out: any. */
        milestones?: string[];
        /** @description What is told: milestones that come near, move or are cancelled; new facts and case changes; corrections and retractions. */
        kinds?: ('milestones' | 'developments' | 'corrections')[];
      };
      /** @description How long before the first day of its window a milestone is told; ISO 8601. */
      leadTimes?: string[];
      /** Format: time-zone */
      timeZone?: string;
      /**
       * Format: time-of-day
       * @description When reminders and digests go out, in `timeZone`.
       */
      localTime?: string;
      /** @enum {string} */
      digest?: 'none' | 'daily' | 'weekly';
      /** @description The day of a weekly digest, 1 (Monday) to 7. */
      digestDay?: number;
      /** @description Local hours in which nothing goes out; what falls into them goes out at their end; a reminder that would then be too late, at the end of those before. */
      quietHours?: {
        /** Format: time-of-day */
        from: string;
        /** Format: time-of-day */
        to: string;
      } | null;
    };
    KeyRequest: {
      /**
       * @description Whose key it is, or what for.
       * @example Nightly import
       */
      name: string;
      /**
       * @description `admin` includes `write`, and `write` includes `read`.
       * @example [
       *       "write"
       *     ]
       */
      scopes: ('read' | 'write' | 'admin')[];
      /**
       * @description A duration from now on (P90D), a day whose end it is (UTC), or an instant; at most 10 years ahead.
       * @example P90D
       */
      expires?: string | null;
    };
    KeyRotation: {
      /**
       * @description How long the old key stays valid beside the new one, at most 30 days; PT0S revokes it at once.
       * @default PT0S
       * @example PT1H
       */
      grace: string;
    };
    Liveness: {
      /** @constant */
      status: 'live';
    };
    /** @description An OpenAPI 3.1 document. */
    Description: {
      openapi: string;
    } & {
      [key: string]: unknown;
    };
    ProblemType: {
      /** @description As `type` of a problem has it. */
      type: string;
      title: string;
      meaning: string;
    };
    ProblemTypes: {
      items: components['schemas']['ProblemType'][];
    };
    /** @description A date with its precision: what was written, its window of days, and words. */
    Occurred: {
      edtf: string;
      /** @description The first day of the window; null where it is open. */
      earliest: string | null;
      /** @description The last day of the window; null where it is open. */
      latest: string | null;
      /** @description day, month, season, year, decade, century, or interval, which `[A..B]` is too. */
      precision: string;
      /** @description The date in words. */
      text: string;
    };
    SourceEntry: {
      source: string;
      title: string;
      publisher: string;
      publishedOn: string | null;
      url: string | null;
      locator: string | null;
      /** @description What the source says otherwise than the fact; null where it says the same. */
      says: {
        occurred?: components['schemas']['Occurred'];
        body?: {
          [key: string]: unknown;
        };
      } | null;
    };
    TimelineItem: {
      id: string;
      /**
       * @description A position of the log, as a string.
       * @example 42
       */
      position: string;
      subject: {
        id: string;
        /** @enum {string} */
        type:
          'agreement' | 'dialogue' | 'case' | 'funding' | 'programme' | 'organization' | 'indicator' | 'relationship';
        name: string;
      };
      type: string;
      headline: string;
      occurred: components['schemas']['Occurred'] | null;
      title: string;
      summary: string | null;
      /** @description The topics of the fact and of its subject. */
      topics: string[];
      /** @description The parties that the fact names; where it names none, those of its subject. */
      parties: string[];
      related: string[];
      body: {
        [key: string]: unknown;
      };
      sources: components['schemas']['SourceEntry'][];
      /** @description True where a source says something else: another value or another date, however it is written. */
      disputed: boolean;
      /** @description Since when it could be known, and how that is told. */
      known: {
        /** @description A day, YYYY-MM-DD, UTC. */
        at: string;
        /** @enum {string} */
        basis: 'stated' | 'published' | 'assumed' | 'recorded';
      };
      /** @description RFC 3339, UTC, microseconds. */
      recordedAt: string;
      revision: number;
      /** @enum {string} */
      status: 'retracted' | 'unconfirmed' | 'corrected' | 'current';
      /** @description What is unusual about a fact that was accepted: its place beside another one, or its known day. */
      marks: {
        /** @enum {string} */
        code: 'order-reversed' | 'order-uncertain' | 'known-before-occurred';
        detail: string;
        /** @description The other fact; null where the mark is about this one alone. */
        fact: string | null;
        params: {
          [key: string]: string;
        };
      }[];
    };
    MilestoneOnTimeline: {
      /** @description Subject, rule and occasion: `usmca.joint-review.2026`. */
      id: string;
      subject: {
        id: string;
        /** @enum {string} */
        type:
          'agreement' | 'dialogue' | 'case' | 'funding' | 'programme' | 'organization' | 'indicator' | 'relationship';
        name: string;
      };
      title: string;
      /**
       * @description unconfirmed: passed with no outcome on record; overdue: a source says that it is outstanding.
       * @enum {string}
       */
      status: 'upcoming' | 'due' | 'overdue' | 'unconfirmed' | 'met' | 'cancelled';
      /** @description Every other status that may hold; empty where nothing is in doubt. */
      possible: ('upcoming' | 'due' | 'overdue' | 'unconfirmed' | 'met' | 'cancelled')[];
      /**
       * @description Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold.
       * @constant
       */
      possibleOverstated?: true;
      /** @description How near it is; null where it is met, cancelled or unconfirmed. */
      flag: ('far' | 'on-horizon' | 'approaching' | 'imminent' | 'due') | null;
      rule: {
        text: string;
        derivedFrom: string[];
        article?: string;
        /** @description Why it is due, for programs that word it themselves; left out where the rule alone tells it. */
        reason?: {
          code: string;
          params?: {
            [key: string]: string;
          };
        };
      };
      metBy: string | null;
      cancelledBy: string | null;
      /** @description A legal deadline, computed from the cited texts. Not legal advice. */
      deadline?: {
        /**
         * @description met: the act by the last day; late: the act certainly after it, an unpublished extension may exist; done-day-unknown: done on no day that decides it; no-record: passed with nothing on record; not-applicable: the case ended or went on without it by then; disputed: the readings differ.
         * @enum {string}
         */
        state: 'met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed';
        /** @description Every other state that may hold; empty where nothing is in doubt. */
        possible: ('met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed')[];
        /** @enum {string} */
        kind: 'deadline' | 'not-before' | 'indicative';
        /** @description The last day by the text, EDTF. */
        statutoryDay: string;
        /** @description The last day as moved by a weekend, an extension or a suspension, EDTF. */
        movedDay: string | null;
        /** @description The last day by which an act is timely, EDTF: without an extension that was decided after the last day and is not retroactive. */
        lastDay: string;
        /** @description What moved the last day of a reading; empty where nothing did. */
        movedBy: ('weekend' | 'suspension' | 'extension')[];
        /** @description True where a later act proves that it was done. */
        inferred: boolean;
        /** @description The act, when it occurred (EDTF), and since when it could be known; null where a later act proves it, as its own day is on no record. */
        done: {
          fact: string;
          occurred: string | null;
          /** @description A day, YYYY-MM-DD, UTC. */
          known: string;
        } | null;
        /** @description Where the act is inferred: the later act that proves it, and when that one occurred. */
        provedBy: {
          fact: string;
          occurred: string | null;
          /** @description A day, YYYY-MM-DD, UTC. */
          known: string;
          /** @description The last day on which it was done, by the later act; null where none is known. */
          doneBy: string | null;
        } | null;
        /** @description The last news of the case. */
        lastNews: string | null;
        /** @description True where there is no record and the last news is older than the earliest day that the last day can be. */
        sourcesEndBefore: boolean;
        rule: {
          start: string;
          /** @description ISO 8601; null where the fact that starts it states its own end. */
          length: string | null;
          /** @constant */
          unit: 'calendar-days';
          /** @description A calendar of holidays; null where none moves the last day. */
          calendar: string | null;
          /** @description What moves the last day; null where the texts are silent. */
          moves: 'weekend-to-monday' | null;
          /** @description Why it moves: the text that says so, or a practice. */
          movesBecause: string | null;
          /** @description A day, YYYY-MM-DD, UTC. */
          validFrom: string;
          validTo: string | null;
          texts: {
            citation: string;
            url: string | null;
          }[];
        };
        /** @description Present where the texts can be read in several ways. */
        readings?: {
          code: string;
          text: string;
          /**
           * @description met: the act by the last day; late: the act certainly after it, an unpublished extension may exist; done-day-unknown: done on no day that decides it; no-record: passed with nothing on record; not-applicable: the case ended or went on without it by then; disputed: the readings differ.
           * @enum {string}
           */
          state: 'met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed';
          /** @description The last day by the text, EDTF. */
          statutoryDay: string;
          /** @description The last day as moved by a weekend, an extension or a suspension, EDTF. */
          movedDay: string | null;
          /** @description The last day by which an act is timely, EDTF: without an extension that was decided after the last day and is not retroactive. */
          lastDay: string;
        }[];
      };
      sources: {
        source: string;
        title: string;
      }[];
      /** @description The newest known day of the facts of its subject; days of recording do not count. */
      lastNews: string | null;
      /** @constant */
      type: 'milestone';
      /**
       * @description A position of the log, as a string.
       * @example 42
       */
      position: string;
      occurred: components['schemas']['Occurred'];
    };
    MilestoneDetail: {
      /** @description Subject, rule and occasion: `usmca.joint-review.2026`. */
      id: string;
      subject: {
        id: string;
        /** @enum {string} */
        type:
          'agreement' | 'dialogue' | 'case' | 'funding' | 'programme' | 'organization' | 'indicator' | 'relationship';
        name: string;
      };
      title: string;
      window: {
        edtf: string;
        earliest: string | null;
        latest: string | null;
      };
      /**
       * @description unconfirmed: passed with no outcome on record; overdue: a source says that it is outstanding.
       * @enum {string}
       */
      status: 'upcoming' | 'due' | 'overdue' | 'unconfirmed' | 'met' | 'cancelled';
      /** @description Every other status that may hold; empty where nothing is in doubt. */
      possible: ('upcoming' | 'due' | 'overdue' | 'unconfirmed' | 'met' | 'cancelled')[];
      /**
       * @description Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold.
       * @constant
       */
      possibleOverstated?: true;
      /** @description How near it is; null where it is met, cancelled or unconfirmed. */
      flag: ('far' | 'on-horizon' | 'approaching' | 'imminent' | 'due') | null;
      rule: {
        text: string;
        derivedFrom: string[];
        article?: string;
        /** @description Why it is due, for programs that word it themselves; left out where the rule alone tells it. */
        reason?: {
          code: string;
          params?: {
            [key: string]: string;
          };
        };
      };
      metBy: string | null;
      cancelledBy: string | null;
      /** @description A legal deadline, computed from the cited texts. Not legal advice. */
      deadline?: {
        /**
         * @description met: the act by the last day; late: the act certainly after it, an unpublished extension may exist; done-day-unknown: done on no day that decides it; no-record: passed with nothing on record; not-applicable: the case ended or went on without it by then; disputed: the readings differ.
         * @enum {string}
         */
        state: 'met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed';
        /** @description Every other state that may hold; empty where nothing is in doubt. */
        possible: ('met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed')[];
        /** @enum {string} */
        kind: 'deadline' | 'not-before' | 'indicative';
        /** @description The last day by the text, EDTF. */
        statutoryDay: string;
        /** @description The last day as moved by a weekend, an extension or a suspension, EDTF. */
        movedDay: string | null;
        /** @description The last day by which an act is timely, EDTF: without an extension that was decided after the last day and is not retroactive. */
        lastDay: string;
        /** @description What moved the last day of a reading; empty where nothing did. */
        movedBy: ('weekend' | 'suspension' | 'extension')[];
        /** @description True where a later act proves that it was done. */
        inferred: boolean;
        /** @description The act, when it occurred (EDTF), and since when it could be known; null where a later act proves it, as its own day is on no record. */
        done: {
          fact: string;
          occurred: string | null;
          /** @description A day, YYYY-MM-DD, UTC. */
          known: string;
        } | null;
        /** @description Where the act is inferred: the later act that proves it, and when that one occurred. */
        provedBy: {
          fact: string;
          occurred: string | null;
          /** @description A day, YYYY-MM-DD, UTC. */
          known: string;
          /** @description The last day on which it was done, by the later act; null where none is known. */
          doneBy: string | null;
        } | null;
        /** @description The last news of the case. */
        lastNews: string | null;
        /** @description True where there is no record and the last news is older than the earliest day that the last day can be. */
        sourcesEndBefore: boolean;
        rule: {
          start: string;
          /** @description ISO 8601; null where the fact that starts it states its own end. */
          length: string | null;
          /** @constant */
          unit: 'calendar-days';
          /** @description A calendar of holidays; null where none moves the last day. */
          calendar: string | null;
          /** @description What moves the last day; null where the texts are silent. */
          moves: 'weekend-to-monday' | null;
          /** @description Why it moves: the text that says so, or a practice. */
          movesBecause: string | null;
          /** @description A day, YYYY-MM-DD, UTC. */
          validFrom: string;
          validTo: string | null;
          texts: {
            citation: string;
            url: string | null;
          }[];
        };
        /** @description Present where the texts can be read in several ways. */
        readings?: {
          code: string;
          text: string;
          /**
           * @description met: the act by the last day; late: the act certainly after it, an unpublished extension may exist; done-day-unknown: done on no day that decides it; no-record: passed with nothing on record; not-applicable: the case ended or went on without it by then; disputed: the readings differ.
           * @enum {string}
           */
          state: 'met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed';
          /** @description The last day by the text, EDTF. */
          statutoryDay: string;
          /** @description The last day as moved by a weekend, an extension or a suspension, EDTF. */
          movedDay: string | null;
          /** @description The last day by which an act is timely, EDTF: without an extension that was decided after the last day and is not retroactive. */
          lastDay: string;
        }[];
      };
      sources: {
        source: string;
        title: string;
      }[];
      /** @description The newest known day of the facts of its subject; days of recording do not count. */
      lastNews: string | null;
      history: {
        /** @enum {string} */
        turn: 'derived' | 'moved' | 'met' | 'cancelled' | 'reopened' | 'withdrawn' | 'flagged';
        /** @description What happened, in words. */
        text: string;
        /** @description The window from then on, EDTF. */
        window: string;
        /** @description The fact whose recording, correction or retraction did it; null for a flag. */
        fact: string | null;
        /** @description What the fact is called; null for a flag. */
        title: string | null;
        /** @description What was done with the fact; null for a flag. */
        how: ('recorded' | 'corrected' | 'withdrawn') | null;
        /** @description Of a deadline that was met as a later act proves, that act; else null. */
        provedBy: {
          fact: string;
          occurred: string | null;
          /** @description A day, YYYY-MM-DD, UTC. */
          known: string;
          /** @description The last day on which it was done, by the later act; null where none is known. */
          doneBy: string | null;
        } | null;
        /** @description How near it came; null for every other turn. */
        flag: ('far' | 'on-horizon' | 'approaching' | 'imminent' | 'due' | 'overdue') | null;
        /** @description RFC 3339, UTC, microseconds. */
        recordedAt: string;
        /**
         * @description A position of the log, as a string.
         * @example 42
         */
        position: string;
      }[];
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    Timeline: {
      items: (components['schemas']['TimelineItem'] | components['schemas']['MilestoneOnTimeline'])[];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    DateRead: {
      edtf: string;
      /** @description The first day that it may mean; null where it is open. */
      earliest: string | null;
      /** @description The last day that it may mean; null where it is open. */
      latest: string | null;
      precision: string;
      /** @description Marked `~` or `%`. */
      approximate: boolean;
      /** @description Marked `?` or `%`. */
      uncertain: boolean;
      words: {
        en: string;
        es: string;
      };
    };
    JsonFeed: {
      /** @constant */
      version: 'https://jsonfeed.org/version/1.1';
      title: string;
      /** @description How new the data is, in English. */
      description: string;
      home_page_url: string;
      feed_url: string;
      /** @description The next page, as in the header Link. */
      next_url?: string;
      language: string;
      _dateline: {
        /** @description A head of the log to keep: `position:hash`. */
        head: string;
      };
      items: {
        /** @description Never changes; of a fact its address. */
        id: string;
        url: string;
        /** @description The first source that has an address. */
        external_url?: string;
        title: string;
        summary?: string;
        content_text: string;
        /** @description The first instant (UTC) of the day on which it was news; no correction makes it later. */
        date_published: string;
        /** @description When the last correction or retraction was recorded. */
        date_modified?: string;
        tags?: string[];
        /** @description What JSON Feed has no word for. */
        _dateline: {
          fact: string;
          subject: {
            id: string;
            /** @enum {string} */
            type:
              | 'agreement'
              | 'dialogue'
              | 'case'
              | 'funding'
              | 'programme'
              | 'organization'
              | 'indicator'
              | 'relationship';
            name: string;
          };
          type: string;
          occurred: components['schemas']['Occurred'] | null;
          /** @description Since when it could be known, and how that is told. */
          known: {
            /** @description A day, YYYY-MM-DD, UTC. */
            at: string;
            /** @enum {string} */
            basis: 'stated' | 'published' | 'assumed' | 'recorded';
          };
          /** @description RFC 3339, UTC, microseconds. */
          recordedAt: string;
          revision: number;
          /** @enum {string} */
          status: 'retracted' | 'unconfirmed' | 'corrected' | 'current';
          disputed: boolean;
          changes: {
            id: string;
            /** @enum {string} */
            kind: 'correction' | 'evidence' | 'retraction';
            reason: string;
            /** @description Since when it could be known, and how that is told. */
            known: {
              /** @description A day, YYYY-MM-DD, UTC. */
              at: string;
              /** @enum {string} */
              basis: 'stated' | 'published' | 'assumed' | 'recorded';
            };
            /** @description RFC 3339, UTC, microseconds. */
            recordedAt: string;
          }[];
        };
      }[];
    };
    CaseJsonFeed: {
      /** @constant */
      version: 'https://jsonfeed.org/version/1.1';
      title: string;
      /** @description How new the data is, in English. */
      description: string;
      home_page_url: string;
      feed_url: string;
      /** @description The next page, as in the header Link. */
      next_url?: string;
      language: string;
      _dateline: {
        /** @description A head of the log to keep: `position:hash`. */
        head: string;
      };
      items: {
        /** @description Never changes; of a fact its address. */
        id: string;
        url: string;
        /** @description The first source that has an address. */
        external_url?: string;
        title: string;
        summary?: string;
        content_text: string;
        /** @description The first instant (UTC) of the day on which it was news; no correction makes it later. */
        date_published: string;
        /** @description When the last correction or retraction was recorded. */
        date_modified?: string;
        tags?: string[];
        /** @description The change, as an item of `/v1/cases/changes`. */
        _dateline: {
          [key: string]: unknown;
        };
      }[];
    };
    TimelineJs: {
      _dateline: {
        /** @description A head of the log to keep: `position:hash`. */
        head: string;
        /** @description How new the data is, in English. */
        coverage: string;
      };
      events: {
        /** @description The id of the fact, or `milestone-` and the id of what is due. */
        unique_id: string;
        /** @description As much of a date as is known. */
        start_date: {
          year: number;
          month?: number;
          day?: number;
        };
        /** @description As much of a date as is known. */
        end_date?: {
          year: number;
          month?: number;
          day?: number;
        };
        display_date: string;
        group: string;
        /** @description HTML. */
        text: {
          headline: string;
          text: string;
        };
        /** @constant */
        autolink: false;
      }[];
    };
    /** @description CloudEvents 1.0 in the JSON batch format. */
    CloudEvents: {
      /** @constant */
      specversion: '1.0';
      /** @description That of the event that recorded it; a correction changes none of the attributes but `revision` and `status`. */
      id: string;
      source: string;
      type: string;
      subject: string;
      /** @description RFC 3339, UTC, microseconds. */
      time?: string;
      /** @constant */
      datacontenttype: 'application/json';
      dataschema: string;
      /**
       * @description A position of the log, as a string.
       * @example 42
       */
      position: string;
      revision?: number;
      status: string;
      data: {
        [key: string]: unknown;
      };
    }[];
    Changes: {
      items: {
        /**
         * @description A position of the log, as a string.
         * @example 42
         */
        position: string;
        /** @description RFC 3339, UTC, microseconds. */
        recordedAt: string;
        /**
         * @description `evidence`: a correction that only adds sources; `redaction`: the text of an event was removed; `flag`: a milestone came nearer.
         * @enum {string}
         */
        kind: 'recorded' | 'correction' | 'retraction' | 'evidence' | 'redaction' | 'flag';
        /** @description The type of the event: of a fact its own, else `fact.corrected` and the like. */
        type: string;
        /** @description The id of the record; of a correction its own, of a redaction the event that lost its text. */
        id: string;
        subject: string | null;
        fact: string | null;
        source: string | null;
        /** @description The title or name of what was recorded; null for a change. */
        title: string | null;
        reason: string | null;
        /** @description The fields that a correction sets (null clears one); of a flag what it is now; of a redaction its ground. */
        changes: {
          [key: string]: unknown;
        } | null;
      }[];
      /** @description `next`: what to send as `since` to go on; null at the end of the log. Also in the header Link. */
      page: {
        next: string | null;
        prev: null;
      };
      /**
       * @description Where the log ended; at the end, what to send as `since` later on.
       * @example 42
       */
      position: string;
      /** @description A head of the log to keep: `position:hash`. */
      head: string;
    };
    Density: {
      spans: {
        /** @description A day, YYYY-MM-DD, UTC. */
        from: string;
        /** @description A day, YYYY-MM-DD, UTC. */
        to: string;
      }[];
      lanes: {
        lane: string | null;
        label: string;
        total: number;
        counts: number[];
      }[];
      /** @description The lanes beyond `lanes`, counted together; null where there are none. */
      others: {
        lanes: number;
        total: number;
        counts: number[];
      } | null;
      total: number;
      undated: number;
      /** @description The newest known day of these facts; days of recording do not count. */
      lastNews: string | null;
      /** @description The day that the answer is told for: `asOf`, or today (UTC). */
      today: string;
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    Steps: {
      /** @description In order; days that follow one another are joined where there are more than were asked for. */
      steps: {
        /** @description A day, YYYY-MM-DD, UTC. */
        from: string;
        /** @description A day, YYYY-MM-DD, UTC. */
        to: string;
        added: number;
        corrected: number;
        withdrawn: number;
      }[];
      /** @description With `facts=include`: the first 200 in the order of the timeline. */
      facts:
        | {
            id: string;
            title: string;
            /** @enum {string} */
            change: 'added' | 'corrected' | 'withdrawn';
            /** @description A day, YYYY-MM-DD, UTC. */
            day: string;
          }[]
        | null;
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    SubjectState: {
      id: string;
      /** @enum {string} */
      type: 'agreement' | 'dialogue' | 'case' | 'funding' | 'programme' | 'organization' | 'indicator' | 'relationship';
      name: string;
      parties: string[];
      topics: string[];
      partOf: string | null;
      attributes: {
        [key: string]: unknown;
      };
      /** @description What the facts of the subject add up to; depends on its type. */
      state: {
        /** @description Only of an agreement whose `status` is `in-force` or `suspended` while the last day of its stated term lies before the day of the question: no record states a later end, so the status held when last reported. */
        termOver?: {
          /** @description The end of the term as the newest source states it, EDTF. */
          endedOn: string;
          /** @description The last news of the agreement; null where it has none. */
          asOf: string | null;
          /** @description True where facts that have only possibly occurred may say what followed. */
          inDoubt: boolean;
        };
      } & {
        [key: string]: unknown;
      };
      /** @description Every other status that may hold; empty where nothing is in doubt, and where the state has no status. */
      possible: string[];
      /**
       * @description Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold.
       * @constant
       */
      possibleOverstated?: true;
      /** @description The newest known day of its facts whose day is stated, published or assumed; null where there is none. */
      lastNews: string | null;
      facts: number;
      /** @description RFC 3339, UTC, microseconds. */
      recordedAt: string;
    };
    Subjects: {
      items: components['schemas']['SubjectState'][];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    SubjectDetail: {
      id: string;
      /** @enum {string} */
      type: 'agreement' | 'dialogue' | 'case' | 'funding' | 'programme' | 'organization' | 'indicator' | 'relationship';
      name: string;
      parties: string[];
      topics: string[];
      partOf: string | null;
      attributes: {
        [key: string]: unknown;
      };
      /** @description What the facts of the subject add up to; depends on its type. */
      state: {
        /** @description Only of an agreement whose `status` is `in-force` or `suspended` while the last day of its stated term lies before the day of the question: no record states a later end, so the status held when last reported. */
        termOver?: {
          /** @description The end of the term as the newest source states it, EDTF. */
          endedOn: string;
          /** @description The last news of the agreement; null where it has none. */
          asOf: string | null;
          /** @description True where facts that have only possibly occurred may say what followed. */
          inDoubt: boolean;
        };
      } & {
        [key: string]: unknown;
      };
      /** @description Every other status that may hold; empty where nothing is in doubt, and where the state has no status. */
      possible: string[];
      /**
       * @description Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold.
       * @constant
       */
      possibleOverstated?: true;
      /** @description The newest known day of its facts whose day is stated, published or assumed; null where there is none. */
      lastNews: string | null;
      facts: number;
      /** @description RFC 3339, UTC, microseconds. */
      recordedAt: string;
      parts: {
        id: string;
        /** @enum {string} */
        type:
          'agreement' | 'dialogue' | 'case' | 'funding' | 'programme' | 'organization' | 'indicator' | 'relationship';
        name: string;
      }[];
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    FactDetail: {
      id: string;
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
      subject: {
        id: string;
        /** @enum {string} */
        type:
          'agreement' | 'dialogue' | 'case' | 'funding' | 'programme' | 'organization' | 'indicator' | 'relationship';
        name: string;
      };
      type: string;
      headline: string;
      occurred: components['schemas']['Occurred'] | null;
      title: string;
      summary: string | null;
      /** @description The topics of the fact and of its subject. */
      topics: string[];
      /** @description The parties that the fact names; where it names none, those of its subject. */
      parties: string[];
      related: string[];
      body: {
        [key: string]: unknown;
      };
      sources: components['schemas']['SourceEntry'][];
      /** @description True where a source says something else: another value or another date, however it is written. */
      disputed: boolean;
      /** @description Since when it could be known, and how that is told. */
      known: {
        /** @description A day, YYYY-MM-DD, UTC. */
        at: string;
        /** @enum {string} */
        basis: 'stated' | 'published' | 'assumed' | 'recorded';
      };
      /** @description RFC 3339, UTC, microseconds. */
      recordedAt: string;
      revision: number;
      /** @enum {string} */
      status: 'retracted' | 'unconfirmed' | 'corrected' | 'current';
      /** @description What is unusual about a fact that was accepted: its place beside another one, or its known day. */
      marks: {
        /** @enum {string} */
        code: 'order-reversed' | 'order-uncertain' | 'known-before-occurred';
        detail: string;
        /** @description The other fact; null where the mark is about this one alone. */
        fact: string | null;
        params: {
          [key: string]: string;
        };
      }[];
      /**
       * @description A position of the log, as a string.
       * @example 42
       */
      recordedPosition: string;
      /** @description Every wording, and in which span of the clocks it holds (ends excluded). */
      wordings: {
        known: {
          /** @description A day, YYYY-MM-DD, UTC. */
          from: string;
          to: string | null;
          /**
           * @description On what basis the first day is known. `recorded`: no source dates it.
           * @enum {string}
           */
          basis: 'stated' | 'published' | 'assumed' | 'recorded';
        };
        recorded: {
          /**
           * @description A position of the log, as a string.
           * @example 42
           */
          from: string;
          to: string | null;
          /** @description When `from` was recorded. */
          since: string;
          /** @description When `to` was recorded. */
          until: string | null;
        };
        revision: number;
        retracted: boolean;
        /** @description A source that it names says something else, however it is written. */
        disputed: boolean;
        /** @description The ids of the changes that it takes in; `changes` tells why each was made, and on which source. */
        changedBy: string[];
        occurred: components['schemas']['Occurred'] | null;
        title: string;
        summary: string | null;
        body: {
          [key: string]: unknown;
        };
        sources: components['schemas']['SourceEntry'][];
      }[];
      changes: {
        id: string;
        /** @enum {string} */
        kind: 'correction' | 'evidence' | 'retraction';
        reason: string;
        /** @description Since when it could be known, and how that is told. */
        known: {
          /** @description A day, YYYY-MM-DD, UTC. */
          at: string;
          /** @enum {string} */
          basis: 'stated' | 'published' | 'assumed' | 'recorded';
        };
        /** @description RFC 3339, UTC, microseconds. */
        recordedAt: string;
        /**
         * @description A position of the log, as a string.
         * @example 42
         */
        position: string;
        changes: {
          field: string;
          before: unknown;
          after: unknown;
        }[];
        sources: components['schemas']['SourceEntry'][];
        /** @description Only for the holder of a key with the scope `write`; null where an earlier release recorded it. */
        recorder?: {
          /** @description `key-<id>`, `operator` (the command line), `seed`, `dateline`, `subscriber` or `unknown`. */
          by: string;
          /** @description The name of the key. */
          name: string | null;
          requestId: string | null;
        } | null;
      }[];
      /** @description Only for the holder of a key with the scope `write`; null where an earlier release recorded it. */
      recorder?: {
        /** @description `key-<id>`, `operator` (the command line), `seed`, `dateline`, `subscriber` or `unknown`. */
        by: string;
        /** @description The name of the key. */
        name: string | null;
        requestId: string | null;
      } | null;
      /** @description Whose text was removed from the log, when and on what ground. Where a record cannot be without the text (title, name, publisher, reason) its value is `[removed]`, in every answer and language; other texts are null. */
      redactions: {
        /** @description `fact:ID`, `correction:ID` or `retraction:ID`. */
        event: string;
        /** @description RFC 3339, UTC, microseconds. */
        at: string;
        /** @enum {string} */
        ground: 'sealed' | 'court-order' | 'data-protection';
        reason: string;
        /** @description Only for the holder of a key with the scope `write`; null where an earlier release recorded it. */
        recorder?: {
          /** @description `key-<id>`, `operator` (the command line), `seed`, `dateline`, `subscriber` or `unknown`. */
          by: string;
          /** @description The name of the key. */
          name: string | null;
          requestId: string | null;
        } | null;
      }[];
    };
    SourceState: {
      id: string;
      title: string;
      publisher: string;
      publishedOn: components['schemas']['Occurred'] | null;
      url: string | null;
      /** @description The address of an archived copy. */
      archivedUrl: string | null;
      /** @description The day on which the document was retrieved for the record. */
      retrievedOn: string | null;
      /** @description The SHA-256 of the document as it was retrieved, in lower-case hexadecimal. */
      sha256: string | null;
      /** @description The day on which the address was last looked at. */
      checkedOn: string | null;
      /** @description RFC 3339, UTC, microseconds. */
      recordedAt: string;
      /** @description How many facts it supports. */
      facts: number;
    };
    Sources: {
      items: components['schemas']['SourceState'][];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    SourceDetail: {
      id: string;
      title: string;
      publisher: string;
      publishedOn: components['schemas']['Occurred'] | null;
      url: string | null;
      /** @description The address of an archived copy. */
      archivedUrl: string | null;
      /** @description The day on which the document was retrieved for the record. */
      retrievedOn: string | null;
      /** @description The SHA-256 of the document as it was retrieved, in lower-case hexadecimal. */
      sha256: string | null;
      /** @description The day on which the address was last looked at. */
      checkedOn: string | null;
      /** @description RFC 3339, UTC, microseconds. */
      recordedAt: string;
      /** @description How many facts it supports. */
      facts: number;
      supports: {
        id: string;
        title: string;
        type: string;
        subject: {
          id: string;
          name: string;
        };
        occurred: components['schemas']['Occurred'] | null;
        locator: string | null;
      }[];
      /** @description The newest known day of all facts that it supports; days of recording do not count. */
      lastNews: string | null;
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    Values: {
      items: {
        value: string;
        facts: number;
        headline?: string;
      }[];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    Milestone: {
      /** @description Subject, rule and occasion: `usmca.joint-review.2026`. */
      id: string;
      subject: {
        id: string;
        /** @enum {string} */
        type:
          'agreement' | 'dialogue' | 'case' | 'funding' | 'programme' | 'organization' | 'indicator' | 'relationship';
        name: string;
      };
      title: string;
      window: {
        edtf: string;
        earliest: string | null;
        latest: string | null;
      };
      /**
       * @description unconfirmed: passed with no outcome on record; overdue: a source says that it is outstanding.
       * @enum {string}
       */
      status: 'upcoming' | 'due' | 'overdue' | 'unconfirmed' | 'met' | 'cancelled';
      /** @description Every other status that may hold; empty where nothing is in doubt. */
      possible: ('upcoming' | 'due' | 'overdue' | 'unconfirmed' | 'met' | 'cancelled')[];
      /**
       * @description Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold.
       * @constant
       */
      possibleOverstated?: true;
      /** @description How near it is; null where it is met, cancelled or unconfirmed. */
      flag: ('far' | 'on-horizon' | 'approaching' | 'imminent' | 'due') | null;
      rule: {
        text: string;
        derivedFrom: string[];
        article?: string;
        /** @description Why it is due, for programs that word it themselves; left out where the rule alone tells it. */
        reason?: {
          code: string;
          params?: {
            [key: string]: string;
          };
        };
      };
      metBy: string | null;
      cancelledBy: string | null;
      /** @description A legal deadline, computed from the cited texts. Not legal advice. */
      deadline?: {
        /**
         * @description met: the act by the last day; late: the act certainly after it, an unpublished extension may exist; done-day-unknown: done on no day that decides it; no-record: passed with nothing on record; not-applicable: the case ended or went on without it by then; disputed: the readings differ.
         * @enum {string}
         */
        state: 'met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed';
        /** @description Every other state that may hold; empty where nothing is in doubt. */
        possible: ('met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed')[];
        /** @enum {string} */
        kind: 'deadline' | 'not-before' | 'indicative';
        /** @description The last day by the text, EDTF. */
        statutoryDay: string;
        /** @description The last day as moved by a weekend, an extension or a suspension, EDTF. */
        movedDay: string | null;
        /** @description The last day by which an act is timely, EDTF: without an extension that was decided after the last day and is not retroactive. */
        lastDay: string;
        /** @description What moved the last day of a reading; empty where nothing did. */
        movedBy: ('weekend' | 'suspension' | 'extension')[];
        /** @description True where a later act proves that it was done. */
        inferred: boolean;
        /** @description The act, when it occurred (EDTF), and since when it could be known; null where a later act proves it, as its own day is on no record. */
        done: {
          fact: string;
          occurred: string | null;
          /** @description A day, YYYY-MM-DD, UTC. */
          known: string;
        } | null;
        /** @description Where the act is inferred: the later act that proves it, and when that one occurred. */
        provedBy: {
          fact: string;
          occurred: string | null;
          /** @description A day, YYYY-MM-DD, UTC. */
          known: string;
          /** @description The last day on which it was done, by the later act; null where none is known. */
          doneBy: string | null;
        } | null;
        /** @description The last news of the case. */
        lastNews: string | null;
        /** @description True where there is no record and the last news is older than the earliest day that the last day can be. */
        sourcesEndBefore: boolean;
        rule: {
          start: string;
          /** @description ISO 8601; null where the fact that starts it states its own end. */
          length: string | null;
          /** @constant */
          unit: 'calendar-days';
          /** @description A calendar of holidays; null where none moves the last day. */
          calendar: string | null;
          /** @description What moves the last day; null where the texts are silent. */
          moves: 'weekend-to-monday' | null;
          /** @description Why it moves: the text that says so, or a practice. */
          movesBecause: string | null;
          /** @description A day, YYYY-MM-DD, UTC. */
          validFrom: string;
          validTo: string | null;
          texts: {
            citation: string;
            url: string | null;
          }[];
        };
        /** @description Present where the texts can be read in several ways. */
        readings?: {
          code: string;
          text: string;
          /**
           * @description met: the act by the last day; late: the act certainly after it, an unpublished extension may exist; done-day-unknown: done on no day that decides it; no-record: passed with nothing on record; not-applicable: the case ended or went on without it by then; disputed: the readings differ.
           * @enum {string}
           */
          state: 'met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed';
          /** @description The last day by the text, EDTF. */
          statutoryDay: string;
          /** @description The last day as moved by a weekend, an extension or a suspension, EDTF. */
          movedDay: string | null;
          /** @description The last day by which an act is timely, EDTF: without an extension that was decided after the last day and is not retroactive. */
          lastDay: string;
        }[];
      };
      sources: {
        source: string;
        title: string;
      }[];
      /** @description The newest known day of the facts of its subject; days of recording do not count. */
      lastNews: string | null;
    };
    Milestones: {
      items: components['schemas']['Milestone'][];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
      /** @description The day that the answer is told for: `asOf`, or today (UTC). */
      today: string;
    };
    Case: {
      id: string;
      name: string;
      /**
       * @description What the facts that have certainly occurred give by themselves.
       * @enum {string}
       */
      status:
        | 'noted'
        | 'filed'
        | 'not-pursued'
        | 'review-requested'
        | 'under-review'
        | 'review-declined'
        | 'in-consultation'
        | 'in-remediation'
        | 'in-panel'
        | 'remedy-pending'
        | 'resolved'
        | 'closed';
      /** @description Every other status that may hold; empty where nothing is in doubt. */
      possible: (
        | 'noted'
        | 'filed'
        | 'not-pursued'
        | 'review-requested'
        | 'under-review'
        | 'review-declined'
        | 'in-consultation'
        | 'in-remediation'
        | 'in-panel'
        | 'remedy-pending'
        | 'resolved'
        | 'closed'
      )[];
      /**
       * @description Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold.
       * @constant
       */
      possibleOverstated?: true;
      /** @description EDTF: when the fact occurred that set the status. */
      statusSince: string | null;
      outcome: string | null;
      /** @description EDTF, as the other days of a case. */
      openedOn: string | null;
      requestedOn: string | null;
      closedOn: string | null;
      /** @description What can still happen next in the present step: ahead, else passed with no record of it. */
      nextMilestone: {
        /** @description Subject, rule and occasion: `usmca.joint-review.2026`. */
        id: string;
        title: string;
        window: {
          edtf: string;
          earliest: string | null;
          latest: string | null;
        };
        /**
         * @description unconfirmed: passed with no outcome on record; overdue: a source says that it is outstanding.
         * @enum {string}
         */
        status: 'upcoming' | 'due' | 'overdue' | 'unconfirmed' | 'met' | 'cancelled';
        /** @description Every other status that may hold; empty where nothing is in doubt. */
        possible: ('upcoming' | 'due' | 'overdue' | 'unconfirmed' | 'met' | 'cancelled')[];
        /**
         * @description Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold.
         * @constant
         */
        possibleOverstated?: true;
        /** @description How near it is; null where it is met, cancelled or unconfirmed. */
        flag: ('far' | 'on-horizon' | 'approaching' | 'imminent' | 'due') | null;
        rule: {
          text: string;
          derivedFrom: string[];
          article?: string;
          /** @description Why it is due, for programs that word it themselves; left out where the rule alone tells it. */
          reason?: {
            code: string;
            params?: {
              [key: string]: string;
            };
          };
        };
        /** @description A legal deadline, computed from the cited texts. Not legal advice. */
        deadline?: {
          /**
           * @description met: the act by the last day; late: the act certainly after it, an unpublished extension may exist; done-day-unknown: done on no day that decides it; no-record: passed with nothing on record; not-applicable: the case ended or went on without it by then; disputed: the readings differ.
           * @enum {string}
           */
          state: 'met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed';
          /** @description Every other state that may hold; empty where nothing is in doubt. */
          possible: ('met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed')[];
          /** @enum {string} */
          kind: 'deadline' | 'not-before' | 'indicative';
          /** @description The last day by the text, EDTF. */
          statutoryDay: string;
          /** @description The last day as moved by a weekend, an extension or a suspension, EDTF. */
          movedDay: string | null;
          /** @description The last day by which an act is timely, EDTF: without an extension that was decided after the last day and is not retroactive. */
          lastDay: string;
          /** @description What moved the last day of a reading; empty where nothing did. */
          movedBy: ('weekend' | 'suspension' | 'extension')[];
          /** @description True where a later act proves that it was done. */
          inferred: boolean;
          /** @description The act, when it occurred (EDTF), and since when it could be known; null where a later act proves it, as its own day is on no record. */
          done: {
            fact: string;
            occurred: string | null;
            /** @description A day, YYYY-MM-DD, UTC. */
            known: string;
          } | null;
          /** @description Where the act is inferred: the later act that proves it, and when that one occurred. */
          provedBy: {
            fact: string;
            occurred: string | null;
            /** @description A day, YYYY-MM-DD, UTC. */
            known: string;
            /** @description The last day on which it was done, by the later act; null where none is known. */
            doneBy: string | null;
          } | null;
          /** @description The last news of the case. */
          lastNews: string | null;
          /** @description True where there is no record and the last news is older than the earliest day that the last day can be. */
          sourcesEndBefore: boolean;
          rule: {
            start: string;
            /** @description ISO 8601; null where the fact that starts it states its own end. */
            length: string | null;
            /** @constant */
            unit: 'calendar-days';
            /** @description A calendar of holidays; null where none moves the last day. */
            calendar: string | null;
            /** @description What moves the last day; null where the texts are silent. */
            moves: 'weekend-to-monday' | null;
            /** @description Why it moves: the text that says so, or a practice. */
            movesBecause: string | null;
            /** @description A day, YYYY-MM-DD, UTC. */
            validFrom: string;
            validTo: string | null;
            texts: {
              citation: string;
              url: string | null;
            }[];
          };
          /** @description Present where the texts can be read in several ways. */
          readings?: {
            code: string;
            text: string;
            /**
             * @description met: the act by the last day; late: the act certainly after it, an unpublished extension may exist; done-day-unknown: done on no day that decides it; no-record: passed with nothing on record; not-applicable: the case ended or went on without it by then; disputed: the readings differ.
             * @enum {string}
             */
            state: 'met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed';
            /** @description The last day by the text, EDTF. */
            statutoryDay: string;
            /** @description The last day as moved by a weekend, an extension or a suspension, EDTF. */
            movedDay: string | null;
            /** @description The last day by which an act is timely, EDTF: without an extension that was decided after the last day and is not retroactive. */
            lastDay: string;
          }[];
        };
      } | null;
      measures: {
        /** @enum {string} */
        kind: 'liquidation-suspended' | 'preference-denied' | 'penalty' | 'entry-denied';
        /** @description EDTF; null where the source gives no date. */
        since: string | null;
        /** @description EDTF; null where no record lifts it, and where it was lifted on no known day. */
        until: string | null;
        /** @description `no-end-on-record`: taken on or before the end of a case that has ended, and no record says that it was lifted. Only `in-force` counts as in force. Null where it is not certain that the measure had been taken. */
        state: ('in-force' | 'lifted' | 'no-end-on-record') | null;
        /** @description Only of a measure in force: the last news of the case, so in force when last reported. */
        asOf?: string | null;
        /** @description Every other state that may hold, present where there is one. */
        possible?: ('in-force' | 'lifted' | 'no-end-on-record')[];
      }[];
      /** @description The newest known day of its facts whose day is stated, published or assumed; null where there is none. */
      lastNews: string | null;
      attributes: {
        [key: string]: unknown;
      };
    };
    Cases: {
      items: components['schemas']['Case'][];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    CaseDetail: {
      id: string;
      name: string;
      /**
       * @description What the facts that have certainly occurred give by themselves.
       * @enum {string}
       */
      status:
        | 'noted'
        | 'filed'
        | 'not-pursued'
        | 'review-requested'
        | 'under-review'
        | 'review-declined'
        | 'in-consultation'
        | 'in-remediation'
        | 'in-panel'
        | 'remedy-pending'
        | 'resolved'
        | 'closed';
      /** @description Every other status that may hold; empty where nothing is in doubt. */
      possible: (
        | 'noted'
        | 'filed'
        | 'not-pursued'
        | 'review-requested'
        | 'under-review'
        | 'review-declined'
        | 'in-consultation'
        | 'in-remediation'
        | 'in-panel'
        | 'remedy-pending'
        | 'resolved'
        | 'closed'
      )[];
      /**
       * @description Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold.
       * @constant
       */
      possibleOverstated?: true;
      /** @description EDTF: when the fact occurred that set the status. */
      statusSince: string | null;
      outcome: string | null;
      /** @description EDTF, as the other days of a case. */
      openedOn: string | null;
      requestedOn: string | null;
      closedOn: string | null;
      /** @description What can still happen next in the present step: ahead, else passed with no record of it. */
      nextMilestone: {
        /** @description Subject, rule and occasion: `usmca.joint-review.2026`. */
        id: string;
        title: string;
        window: {
          edtf: string;
          earliest: string | null;
          latest: string | null;
        };
        /**
         * @description unconfirmed: passed with no outcome on record; overdue: a source says that it is outstanding.
         * @enum {string}
         */
        status: 'upcoming' | 'due' | 'overdue' | 'unconfirmed' | 'met' | 'cancelled';
        /** @description Every other status that may hold; empty where nothing is in doubt. */
        possible: ('upcoming' | 'due' | 'overdue' | 'unconfirmed' | 'met' | 'cancelled')[];
        /**
         * @description Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold.
         * @constant
         */
        possibleOverstated?: true;
        /** @description How near it is; null where it is met, cancelled or unconfirmed. */
        flag: ('far' | 'on-horizon' | 'approaching' | 'imminent' | 'due') | null;
        rule: {
          text: string;
          derivedFrom: string[];
          article?: string;
          /** @description Why it is due, for programs that word it themselves; left out where the rule alone tells it. */
          reason?: {
            code: string;
            params?: {
              [key: string]: string;
            };
          };
        };
        /** @description A legal deadline, computed from the cited texts. Not legal advice. */
        deadline?: {
          /**
           * @description met: the act by the last day; late: the act certainly after it, an unpublished extension may exist; done-day-unknown: done on no day that decides it; no-record: passed with nothing on record; not-applicable: the case ended or went on without it by then; disputed: the readings differ.
           * @enum {string}
           */
          state: 'met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed';
          /** @description Every other state that may hold; empty where nothing is in doubt. */
          possible: ('met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed')[];
          /** @enum {string} */
          kind: 'deadline' | 'not-before' | 'indicative';
          /** @description The last day by the text, EDTF. */
          statutoryDay: string;
          /** @description The last day as moved by a weekend, an extension or a suspension, EDTF. */
          movedDay: string | null;
          /** @description The last day by which an act is timely, EDTF: without an extension that was decided after the last day and is not retroactive. */
          lastDay: string;
          /** @description What moved the last day of a reading; empty where nothing did. */
          movedBy: ('weekend' | 'suspension' | 'extension')[];
          /** @description True where a later act proves that it was done. */
          inferred: boolean;
          /** @description The act, when it occurred (EDTF), and since when it could be known; null where a later act proves it, as its own day is on no record. */
          done: {
            fact: string;
            occurred: string | null;
            /** @description A day, YYYY-MM-DD, UTC. */
            known: string;
          } | null;
          /** @description Where the act is inferred: the later act that proves it, and when that one occurred. */
          provedBy: {
            fact: string;
            occurred: string | null;
            /** @description A day, YYYY-MM-DD, UTC. */
            known: string;
            /** @description The last day on which it was done, by the later act; null where none is known. */
            doneBy: string | null;
          } | null;
          /** @description The last news of the case. */
          lastNews: string | null;
          /** @description True where there is no record and the last news is older than the earliest day that the last day can be. */
          sourcesEndBefore: boolean;
          rule: {
            start: string;
            /** @description ISO 8601; null where the fact that starts it states its own end. */
            length: string | null;
            /** @constant */
            unit: 'calendar-days';
            /** @description A calendar of holidays; null where none moves the last day. */
            calendar: string | null;
            /** @description What moves the last day; null where the texts are silent. */
            moves: 'weekend-to-monday' | null;
            /** @description Why it moves: the text that says so, or a practice. */
            movesBecause: string | null;
            /** @description A day, YYYY-MM-DD, UTC. */
            validFrom: string;
            validTo: string | null;
            texts: {
              citation: string;
              url: string | null;
            }[];
          };
          /** @description Present where the texts can be read in several ways. */
          readings?: {
            code: string;
            text: string;
            /**
             * @description met: the act by the last day; late: the act certainly after it, an unpublished extension may exist; done-day-unknown: done on no day that decides it; no-record: passed with nothing on record; not-applicable: the case ended or went on without it by then; disputed: the readings differ.
             * @enum {string}
             */
            state: 'met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed';
            /** @description The last day by the text, EDTF. */
            statutoryDay: string;
            /** @description The last day as moved by a weekend, an extension or a suspension, EDTF. */
            movedDay: string | null;
            /** @description The last day by which an act is timely, EDTF: without an extension that was decided after the last day and is not retroactive. */
            lastDay: string;
          }[];
        };
      } | null;
      measures: {
        /** @enum {string} */
        kind: 'liquidation-suspended' | 'preference-denied' | 'penalty' | 'entry-denied';
        /** @description EDTF; null where the source gives no date. */
        since: string | null;
        /** @description EDTF; null where no record lifts it, and where it was lifted on no known day. */
        until: string | null;
        /** @description `no-end-on-record`: taken on or before the end of a case that has ended, and no record says that it was lifted. Only `in-force` counts as in force. Null where it is not certain that the measure had been taken. */
        state: ('in-force' | 'lifted' | 'no-end-on-record') | null;
        /** @description Only of a measure in force: the last news of the case, so in force when last reported. */
        asOf?: string | null;
        /** @description Every other state that may hold, present where there is one. */
        possible?: ('in-force' | 'lifted' | 'no-end-on-record')[];
      }[];
      /** @description The newest known day of its facts whose day is stated, published or assumed; null where there is none. */
      lastNews: string | null;
      attributes: {
        [key: string]: unknown;
      };
      parties: string[];
      topics: string[];
      facts: number;
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    CaseHistory: {
      items: {
        /** @description The id of the fact. */
        fact: string;
        type: string;
        title: string;
        occurred: components['schemas']['Occurred'] | null;
        /** @description Since when it could be known, and how that is told. */
        known: {
          /** @description A day, YYYY-MM-DD, UTC. */
          at: string;
          /** @enum {string} */
          basis: 'stated' | 'published' | 'assumed' | 'recorded';
        };
        /** @description RFC 3339, UTC, microseconds. */
        recordedAt: string;
        /** @enum {string} */
        kind: 'development' | 'correction' | 'evidence' | 'retraction';
        /** @description Why the fact was changed; null for a development. */
        reason: string | null;
        changes: {
          field: string;
          before: unknown;
          after: unknown;
        }[];
        sources: components['schemas']['SourceEntry'][];
      }[];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
      /** @description The newest known day of its facts whose day is stated, published or assumed; null where there is none. */
      lastNews: string | null;
    };
    CaseChanges: {
      /** @enum {string} */
      clock: 'known' | 'recorded';
      items: {
        case: {
          id: string;
          name: string;
        };
        /** @description The day on which it became known, or the instant of the recording. */
        at: string;
        recordedPosition: string | null;
        /** @enum {string} */
        kind: 'development' | 'correction' | 'retraction';
        /** @description On the known clock, of a development: the strongest basis of its day. `recorded`: on record since that day, and no news of it; such changes come last. Else null. */
        basis: ('stated' | 'published' | 'assumed' | 'recorded') | null;
        changes: {
          field: string;
          before: unknown;
          after: unknown;
        }[];
        facts: {
          id: string;
          type: string;
          title: string;
          /**
           * @description Whether it came, was reworded, or was withdrawn.
           * @enum {string}
           */
          kind: 'development' | 'correction' | 'retraction';
          occurred: components['schemas']['Occurred'] | null;
          /** @description Since when it could be known, and how that is told. */
          known: {
            /** @description A day, YYYY-MM-DD, UTC. */
            at: string;
            /** @enum {string} */
            basis: 'stated' | 'published' | 'assumed' | 'recorded';
          };
          /** @description When the fact, its correction or its retraction was put on record. */
          recordedAt: string;
          sources: components['schemas']['SourceEntry'][];
        }[];
      }[];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    CaseStatistics: {
      /** @enum {string} */
      interval: 'month' | 'quarter' | 'year';
      from: string | null;
      to: string | null;
      /** @description The newest day on which something of these cases became known; null: none is on record. */
      lastNews: string | null;
      /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
      cases: {
        min: number;
        max: number;
      };
      /** @description Of the cases, those that have not ended. */
      open: {
        min: number;
        max: number;
      };
      /** @description Of the cases, those that have ended. */
      ended: {
        min: number;
        max: number;
      };
      /** @description How many cases were in each status, and how many measures in force, at the end of each step. */
      steps: {
        /** @description A day, YYYY-MM-DD, UTC. */
        from: string;
        /** @description A day, YYYY-MM-DD, UTC. */
        to: string;
        /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
        cases: {
          min: number;
          max: number;
        };
        /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
        open: {
          min: number;
          max: number;
        };
        /** @description By status: `min` counts the cases for which no other is possible, `max` those whose status or possible ones name it. */
        states: {
          [key: string]: {
            min: number;
            max: number;
          };
        };
        /** @description By kind: the measures in force. */
        measures: {
          [key: string]: {
            min: number;
            max: number;
          };
        };
        /** @description By kind: the measures of ended cases of which no record says that they were lifted; in no count of those in force. */
        measuresWithoutEnd: {
          [key: string]: {
            min: number;
            max: number;
          };
        };
      }[];
      petitionToEnd: {
        /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
        ended: {
          min: number;
          max: number;
        };
        /** @description Cases that go on: the estimate takes them as censored on the last day that the clocks show, least and most as in every count. */
        open: {
          min: number;
          max: number;
        };
        /** @description Cases that are left out: no source gives the day of their beginning. */
        unknown: {
          min: number;
          max: number;
        };
        /** @description Of the ended, those that took a range of days: their end lies between the last certain step and the last possible day. */
        imprecise: {
          min: number;
          max: number;
        };
        /** @description In days, of those that ended. */
        quartiles: {
          min: number | null;
          max: number | null;
        }[];
        /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). null: not reached, or nothing has ended. */
        median: {
          min: number | null;
          max: number | null;
        };
        kaplanMeier: {
          /** @description The lower quartile, the median, the upper quartile. */
          quartiles: {
            min: number | null;
            max: number | null;
          }[];
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). null: not reached, or nothing has ended. */
          median: {
            min: number | null;
            max: number | null;
          };
          /** @description Two curves, at every point the least and the most that the records allow; equal where nothing is in doubt. */
          curve: {
            days: number;
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            atRisk: {
              min: number;
              max: number;
            };
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            ended: {
              min: number;
              max: number;
            };
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            censored: {
              min: number;
              max: number;
            };
            /** @description The share that goes on for longer, by the lower and by the upper curve. */
            survival: {
              min: number;
              max: number;
            };
            /** @description Greenwood's, of the two curves; null where all have ended on one of them, as lower and upper. */
            standardError: {
              min: number;
              max: number;
            } | null;
            /** @description From here to `upper`: the 95 per cent confidence band, pointwise, by the log-log transform with that error; below the lower curve. */
            lower: number | null;
            /** @description The edge of the band above the upper curve. */
            upper: number | null;
          }[];
          /** @description After how many days cases with no end on record stand on the last day shown, whatever was heard of them since: the marks on the curve. */
          censorings: {
            days: number;
            count: number;
          }[];
        };
      };
      requestToEnd: {
        /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
        ended: {
          min: number;
          max: number;
        };
        /** @description Cases that go on: the estimate takes them as censored on the last day that the clocks show, least and most as in every count. */
        open: {
          min: number;
          max: number;
        };
        /** @description Cases that are left out: no source gives the day of their beginning. */
        unknown: {
          min: number;
          max: number;
        };
        /** @description Of the ended, those that took a range of days: their end lies between the last certain step and the last possible day. */
        imprecise: {
          min: number;
          max: number;
        };
        /** @description In days, of those that ended. */
        quartiles: {
          min: number | null;
          max: number | null;
        }[];
        /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). null: not reached, or nothing has ended. */
        median: {
          min: number | null;
          max: number | null;
        };
        kaplanMeier: {
          /** @description The lower quartile, the median, the upper quartile. */
          quartiles: {
            min: number | null;
            max: number | null;
          }[];
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). null: not reached, or nothing has ended. */
          median: {
            min: number | null;
            max: number | null;
          };
          /** @description Two curves, at every point the least and the most that the records allow; equal where nothing is in doubt. */
          curve: {
            days: number;
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            atRisk: {
              min: number;
              max: number;
            };
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            ended: {
              min: number;
              max: number;
            };
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            censored: {
              min: number;
              max: number;
            };
            /** @description The share that goes on for longer, by the lower and by the upper curve. */
            survival: {
              min: number;
              max: number;
            };
            /** @description Greenwood's, of the two curves; null where all have ended on one of them, as lower and upper. */
            standardError: {
              min: number;
              max: number;
            } | null;
            /** @description From here to `upper`: the 95 per cent confidence band, pointwise, by the log-log transform with that error; below the lower curve. */
            lower: number | null;
            /** @description The edge of the band above the upper curve. */
            upper: number | null;
          }[];
          /** @description After how many days cases with no end on record stand on the last day shown, whatever was heard of them since: the marks on the curve. */
          censorings: {
            days: number;
            count: number;
          }[];
        };
      };
      /** @description The legal deadlines of each rule by their states (contract section 3). */
      clocks: {
        rule: string;
        title: string;
        /** @description How many there are. */
        deadlines: {
          min: number;
          max: number;
        };
        texts: {
          citation: string;
          url: string | null;
        }[];
        /** @description `min` counts those for which no other state is possible, `max` those that may be in it. */
        states: {
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
          met: {
            min: number;
            max: number;
          };
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
          late: {
            min: number;
            max: number;
          };
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
          'done-day-unknown': {
            min: number;
            max: number;
          };
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
          'no-record': {
            min: number;
            max: number;
          };
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
          open: {
            min: number;
            max: number;
          };
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
          'not-applicable': {
            min: number;
            max: number;
          };
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
          disputed: {
            min: number;
            max: number;
          };
        };
      }[];
      workers: {
        /** @description `max` is null where a case has no figure: no upper bound is known. */
        total: {
          min: number;
          max: number | null;
        };
        /** @description Cases with a figure on record. */
        known: {
          min: number;
          max: number;
        };
        /** @description Cases of which no source gives a figure. */
        unknown: {
          min: number;
          max: number;
        };
      };
      backPay: {
        /** @description By currency; `max` is null where a case has no figure. */
        totals: {
          [key: string]: {
            min: string;
            max: string | null;
          };
        };
        /** @description Cases with a figure on record. */
        known: {
          min: number;
          max: number;
        };
        /** @description Cases of which no source gives a figure. */
        unknown: {
          min: number;
          max: number;
        };
      };
      groups: {
        value: string | null;
        /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
        cases: {
          min: number;
          max: number;
        };
        /** @description Of the cases, those that have not ended. */
        open: {
          min: number;
          max: number;
        };
        /** @description Of the cases, those that have ended. */
        ended: {
          min: number;
          max: number;
        };
        /** @description How many cases were in each status, and how many measures in force, at the end of each step. */
        steps: {
          /** @description A day, YYYY-MM-DD, UTC. */
          from: string;
          /** @description A day, YYYY-MM-DD, UTC. */
          to: string;
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
          cases: {
            min: number;
            max: number;
          };
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
          open: {
            min: number;
            max: number;
          };
          /** @description By status: `min` counts the cases for which no other is possible, `max` those whose status or possible ones name it. */
          states: {
            [key: string]: {
              min: number;
              max: number;
            };
          };
          /** @description By kind: the measures in force. */
          measures: {
            [key: string]: {
              min: number;
              max: number;
            };
          };
          /** @description By kind: the measures of ended cases of which no record says that they were lifted; in no count of those in force. */
          measuresWithoutEnd: {
            [key: string]: {
              min: number;
              max: number;
            };
          };
        }[];
        petitionToEnd: {
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
          ended: {
            min: number;
            max: number;
          };
          /** @description Cases that go on: the estimate takes them as censored on the last day that the clocks show, least and most as in every count. */
          open: {
            min: number;
            max: number;
          };
          /** @description Cases that are left out: no source gives the day of their beginning. */
          unknown: {
            min: number;
            max: number;
          };
          /** @description Of the ended, those that took a range of days: their end lies between the last certain step and the last possible day. */
          imprecise: {
            min: number;
            max: number;
          };
          /** @description In days, of those that ended. */
          quartiles: {
            min: number | null;
            max: number | null;
          }[];
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). null: not reached, or nothing has ended. */
          median: {
            min: number | null;
            max: number | null;
          };
          kaplanMeier: {
            /** @description The lower quartile, the median, the upper quartile. */
            quartiles: {
              min: number | null;
              max: number | null;
            }[];
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). null: not reached, or nothing has ended. */
            median: {
              min: number | null;
              max: number | null;
            };
            /** @description Two curves, at every point the least and the most that the records allow; equal where nothing is in doubt. */
            curve: {
              days: number;
              /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
              atRisk: {
                min: number;
                max: number;
              };
              /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
              ended: {
                min: number;
                max: number;
              };
              /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
              censored: {
                min: number;
                max: number;
              };
              /** @description The share that goes on for longer, by the lower and by the upper curve. */
              survival: {
                min: number;
                max: number;
              };
              /** @description Greenwood's, of the two curves; null where all have ended on one of them, as lower and upper. */
              standardError: {
                min: number;
                max: number;
              } | null;
              /** @description From here to `upper`: the 95 per cent confidence band, pointwise, by the log-log transform with that error; below the lower curve. */
              lower: number | null;
              /** @description The edge of the band above the upper curve. */
              upper: number | null;
            }[];
            /** @description After how many days cases with no end on record stand on the last day shown, whatever was heard of them since: the marks on the curve. */
            censorings: {
              days: number;
              count: number;
            }[];
          };
        };
        requestToEnd: {
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
          ended: {
            min: number;
            max: number;
          };
          /** @description Cases that go on: the estimate takes them as censored on the last day that the clocks show, least and most as in every count. */
          open: {
            min: number;
            max: number;
          };
          /** @description Cases that are left out: no source gives the day of their beginning. */
          unknown: {
            min: number;
            max: number;
          };
          /** @description Of the ended, those that took a range of days: their end lies between the last certain step and the last possible day. */
          imprecise: {
            min: number;
            max: number;
          };
          /** @description In days, of those that ended. */
          quartiles: {
            min: number | null;
            max: number | null;
          }[];
          /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). null: not reached, or nothing has ended. */
          median: {
            min: number | null;
            max: number | null;
          };
          kaplanMeier: {
            /** @description The lower quartile, the median, the upper quartile. */
            quartiles: {
              min: number | null;
              max: number | null;
            }[];
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). null: not reached, or nothing has ended. */
            median: {
              min: number | null;
              max: number | null;
            };
            /** @description Two curves, at every point the least and the most that the records allow; equal where nothing is in doubt. */
            curve: {
              days: number;
              /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
              atRisk: {
                min: number;
                max: number;
              };
              /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
              ended: {
                min: number;
                max: number;
              };
              /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
              censored: {
                min: number;
                max: number;
              };
              /** @description The share that goes on for longer, by the lower and by the upper curve. */
              survival: {
                min: number;
                max: number;
              };
              /** @description Greenwood's, of the two curves; null where all have ended on one of them, as lower and upper. */
              standardError: {
                min: number;
                max: number;
              } | null;
              /** @description From here to `upper`: the 95 per cent confidence band, pointwise, by the log-log transform with that error; below the lower curve. */
              lower: number | null;
              /** @description The edge of the band above the upper curve. */
              upper: number | null;
            }[];
            /** @description After how many days cases with no end on record stand on the last day shown, whatever was heard of them since: the marks on the curve. */
            censorings: {
              days: number;
              count: number;
            }[];
          };
        };
        /** @description The legal deadlines of each rule by their states (contract section 3). */
        clocks: {
          rule: string;
          title: string;
          /** @description How many there are. */
          deadlines: {
            min: number;
            max: number;
          };
          texts: {
            citation: string;
            url: string | null;
          }[];
          /** @description `min` counts those for which no other state is possible, `max` those that may be in it. */
          states: {
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            met: {
              min: number;
              max: number;
            };
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            late: {
              min: number;
              max: number;
            };
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            'done-day-unknown': {
              min: number;
              max: number;
            };
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            'no-record': {
              min: number;
              max: number;
            };
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            open: {
              min: number;
              max: number;
            };
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            'not-applicable': {
              min: number;
              max: number;
            };
            /** @description The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days). */
            disputed: {
              min: number;
              max: number;
            };
          };
        }[];
        workers: {
          /** @description `max` is null where a case has no figure: no upper bound is known. */
          total: {
            min: number;
            max: number | null;
          };
          /** @description Cases with a figure on record. */
          known: {
            min: number;
            max: number;
          };
          /** @description Cases of which no source gives a figure. */
          unknown: {
            min: number;
            max: number;
          };
        };
        backPay: {
          /** @description By currency; `max` is null where a case has no figure. */
          totals: {
            [key: string]: {
              min: string;
              max: string | null;
            };
          };
          /** @description Cases with a figure on record. */
          known: {
            min: number;
            max: number;
          };
          /** @description Cases of which no source gives a figure. */
          unknown: {
            min: number;
            max: number;
          };
        };
      }[];
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    Reconciliation: {
      items: {
        fact: string;
        /** @description Every fact that tells this figure, the one whose own statement it is first. */
        facts: string[];
        subject: {
          id: string;
          name: string;
        };
        measure: string;
        title: string;
        claim: {
          value: string;
          unit: string;
          qualifier: string | null;
          /** @description `official`, `press` or `other`; null: of whom the measure names. */
          countedBy: string | null;
          occurred: components['schemas']['Occurred'] | null;
        };
        /** @description A day, YYYY-MM-DD, UTC. */
        day: string;
        /** @description The days of which the figure is: of one of them where they are several; `first` null: nothing bounds them. */
        days: {
          first: string | null;
          /** @description A day, YYYY-MM-DD, UTC. */
          last: string;
        };
        sources: components['schemas']['SourceEntry'][];
        comparable: boolean;
        /** @description Why it is not comparable. */
        reason: string | null;
        /** @description The ways of counting; none where the claim is not comparable. */
        records: {
          counts: string;
          knownNow: {
            /** @description The known day at which the records are read; null: everything that is known. */
            knownAt: string | null;
            /** @description Decimal strings: the least and the most over every day of the claim and whatever uncertain facts hold; `max` is null where a figure is unknown or records may be missing. */
            value: {
              min: string;
              max: string | null;
            };
            /** @description The records less the claim. */
            difference: {
              min: string;
              max: string | null;
            };
            /**
             * @description `agrees`: whatever the records allow is claimed; `possible`: some of it is; `compatible`: only a lower bound is known, and the claim does not fall below it; `exceeded`: that lower bound lies beyond the claim; `differs`: complete records exclude the claim.
             * @enum {string}
             */
            verdict: 'agrees' | 'possible' | 'compatible' | 'exceeded' | 'differs';
            /** @description The last day on which an official count of the requests equals the records: until then none is taken to be missing. */
            completeThrough: string | null;
            /** @description The cases that are counted whatever holds. */
            cases: string[];
            /** @description The cases that may be counted, each with its facts whose day decides that: they make the difference. */
            possible: {
              case: string;
              facts: string[];
            }[];
            /** @description Cases that belong to it and of which no source gives a figure. */
            unknown: {
              min: number;
              max: number;
            };
          };
          knownThen: {
            /** @description The known day at which the records are read; null: everything that is known. */
            knownAt: string | null;
            /** @description Decimal strings: the least and the most over every day of the claim and whatever uncertain facts hold; `max` is null where a figure is unknown or records may be missing. */
            value: {
              min: string;
              max: string | null;
            };
            /** @description The records less the claim. */
            difference: {
              min: string;
              max: string | null;
            };
            /**
             * @description `agrees`: whatever the records allow is claimed; `possible`: some of it is; `compatible`: only a lower bound is known, and the claim does not fall below it; `exceeded`: that lower bound lies beyond the claim; `differs`: complete records exclude the claim.
             * @enum {string}
             */
            verdict: 'agrees' | 'possible' | 'compatible' | 'exceeded' | 'differs';
            /** @description The last day on which an official count of the requests equals the records: until then none is taken to be missing. */
            completeThrough: string | null;
            /** @description The cases that are counted whatever holds. */
            cases: string[];
            /** @description The cases that may be counted, each with its facts whose day decides that: they make the difference. */
            possible: {
              case: string;
              facts: string[];
            }[];
            /** @description Cases that belong to it and of which no source gives a figure. */
            unknown: {
              min: number;
              max: number;
            };
          };
        }[];
      }[];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
      /** @description The newest known day of the facts of these figures and of the cases that they are compared with. */
      lastNews: string | null;
    };
    Coverage: {
      /** @description The newest day on which a source was published; of a longer time its last day. */
      newestPublished: string | null;
      /** @description The newest known day of a fact; days of recording do not count. */
      newestKnown: string | null;
      /** @description Those without a date among them. */
      facts: number;
      /** @description Under `knownAt` those of which a fact was known by then, or that had been recorded. */
      subjects: number;
      /** @description Under `knownAt` those published by then; one without a day counts as published when a fact that cites it was known, or it was recorded. */
      sources: number;
      byTopic: {
        topic: string;
        facts: number;
        newestKnown: string | null;
      }[];
      cases: {
        /** @description Counted by the rule of the official figure; every case where there is no such figure. */
        onRecord: number;
        /** @description Of these, those that had certainly come by the day of the official figure; null without one. */
        onRecordThen: number | null;
        /** @description The newest official figure on record; one with a qualifier is a bound and no count, one that a newspaper counted is no official one. */
        officiallyCounted: number | null;
        /** @description EDTF: when that figure was counted. */
        countedOn: string | null;
        /** @description The id of the source of that figure. */
        source: string | null;
        /** @description As `newestKnown`, of the facts of cases. */
        newestNews: string | null;
      };
      /** @description A head of the log to keep: `position:hash`. */
      head: string;
      /**
       * @description The position of the log that this answer reflects.
       * @example 42
       */
      position: string;
    };
    /** @description Links and secret are missing for e-mail, whose mailbox alone gets them, and for a repeat. */
    SubscriptionMade: {
      id: string;
      /** @enum {string} */
      status: 'pending' | 'active' | 'disabled';
      /** @description With its token. */
      manageUrl?: string;
      /** @description With its token. */
      calendarUrl?: string;
      /** @description With its token. */
      feedUrl?: string;
      /** @description Of a webhook, shown this once: what signs (Standard Webhooks, `whsec_`). */
      secret?: string;
    };
    /** @description Links are missing only from the answer to `rotateLinks` of a subscription by e-mail. */
    SubscriptionDetail: {
      id: string;
      /** @enum {string} */
      status: 'pending' | 'active' | 'disabled';
      disabledReason: string | null;
      /** @description The same for programs that word it themselves; empty where it is in the words of somebody else. */
      disabledCodes: {
        code: string;
        params?: {
          [key: string]: string;
        };
      }[];
      channel:
        | {
            /** @constant */
            type: 'email';
            address: string;
          }
        | {
            /** @constant */
            type: 'webhook';
            url: string;
          }
        | {
            /** @constant */
            type: 'calendar';
          };
      filter: {
        /**
         * @description Ids of subjects on record; empty or left out: any.
         * @default []
         */
        subjects: string[];
        /**
         * @description Topics of the subject (or the fact) on record; empty or left out: any.
         * @default []
         */
        topics: string[];
        /**
         * @description Subject types (`case`), which hold for milestones too, and fact types (`case.filed`), for developments on record; empty or left out: any.
         * @default []
         */
        types: string[];
        /**
         * @description Parties on record; empty or left out: any.
         * @default []
         */
        parties: string[];
        /**
         * @description Rules (`joint-review`), rules with occasion (`joint-review.2026`) or ids of milestones on record; empty or left out: any.
         * @default []
         */
        milestones: string[];
        /**
         * @description What is told: milestones that come near, move or are cancelled; new facts and case changes; corrections and retractions.
         * @default [
         *       "milestones"
         *     ]
         */
        kinds: ('milestones' | 'developments' | 'corrections')[];
      };
      leadTimes: string[];
      timeZone: string;
      localTime: string;
      /** @enum {string} */
      digest: 'none' | 'daily' | 'weekly';
      digestDay: number;
      quietHours: {
        from: string;
        to: string;
      } | null;
      /** @description RFC 3339, UTC, microseconds. */
      createdAt: string;
      activeSince: string | null;
      failingSince: string | null;
      /** @description With its token. */
      manageUrl?: string;
      /** @description With its token. */
      calendarUrl?: string;
      /** @description With its token. */
      feedUrl?: string;
      /** @description Of a webhook, shown this once: what signs (Standard Webhooks, `whsec_`). */
      secret?: string;
    };
    Confirmation: {
      id: string;
      /** @description Where the mail went; what is confirmed is sent there. */
      address: string;
      /** @description RFC 3339, UTC, microseconds. */
      validUntil: string;
      requests: {
        id: string;
        /** @description RFC 3339, UTC, microseconds. */
        createdAt: string;
        filter: {
          /**
           * @description Ids of subjects on record; empty or left out: any.
           * @default []
           */
          subjects: string[];
          /**
           * @description Topics of the subject (or the fact) on record; empty or left out: any.
           * @default []
           */
          topics: string[];
          /**
           * @description Subject types (`case`), which hold for milestones too, and fact types (`case.filed`), for developments on record; empty or left out: any.
           * @default []
           */
          types: string[];
          /**
           * @description Parties on record; empty or left out: any.
           * @default []
           */
          parties: string[];
          /**
           * @description Rules (`joint-review`), rules with occasion (`joint-review.2026`) or ids of milestones on record; empty or left out: any.
           * @default []
           */
          milestones: string[];
          /**
           * @description What is told: milestones that come near, move or are cancelled; new facts and case changes; corrections and retractions.
           * @default [
           *       "milestones"
           *     ]
           */
          kinds: ('milestones' | 'developments' | 'corrections')[];
        };
        leadTimes: string[];
        timeZone: string;
        localTime: string;
        /** @enum {string} */
        digest: 'none' | 'daily' | 'weekly';
        digestDay: number;
        quietHours: {
          from: string;
          to: string;
        } | null;
        /** @description The names that records give to subjects and milestones of the filter. */
        names: {
          id: string;
          name: string;
        }[];
      }[];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
      /** @description What this link has confirmed, the newest first, at most 20: with its links, until those are rotated. */
      confirmed: {
        id: string;
        /** @enum {string} */
        status: 'pending' | 'active' | 'disabled';
        disabledReason: string | null;
        /** @description The same for programs that word it themselves; empty where it is in the words of somebody else. */
        disabledCodes: {
          code: string;
          params?: {
            [key: string]: string;
          };
        }[];
        channel:
          | {
              /** @constant */
              type: 'email';
              address: string;
            }
          | {
              /** @constant */
              type: 'webhook';
              url: string;
            }
          | {
              /** @constant */
              type: 'calendar';
            };
        filter: {
          /**
           * @description Ids of subjects on record; empty or left out: any.
           * @default []
           */
          subjects: string[];
          /**
           * @description Topics of the subject (or the fact) on record; empty or left out: any.
           * @default []
           */
          topics: string[];
          /**
           * @description Subject types (`case`), which hold for milestones too, and fact types (`case.filed`), for developments on record; empty or left out: any.
           * @default []
           */
          types: string[];
          /**
           * @description Parties on record; empty or left out: any.
           * @default []
           */
          parties: string[];
          /**
           * @description Rules (`joint-review`), rules with occasion (`joint-review.2026`) or ids of milestones on record; empty or left out: any.
           * @default []
           */
          milestones: string[];
          /**
           * @description What is told: milestones that come near, move or are cancelled; new facts and case changes; corrections and retractions.
           * @default [
           *       "milestones"
           *     ]
           */
          kinds: ('milestones' | 'developments' | 'corrections')[];
        };
        leadTimes: string[];
        timeZone: string;
        localTime: string;
        /** @enum {string} */
        digest: 'none' | 'daily' | 'weekly';
        digestDay: number;
        quietHours: {
          from: string;
          to: string;
        } | null;
        /** @description RFC 3339, UTC, microseconds. */
        createdAt: string;
        activeSince: string | null;
        failingSince: string | null;
        /** @description With its token. */
        manageUrl: string;
        /** @description With its token. */
        calendarUrl: string;
        /** @description With its token. */
        feedUrl: string;
        /** @description The names that records give to subjects and milestones of the filter. */
        names: {
          id: string;
          name: string;
        }[];
      }[];
    };
    /** @description With the links of the subscription. */
    ConfirmedSubscription: {
      id: string;
      /** @enum {string} */
      status: 'pending' | 'active' | 'disabled';
      disabledReason: string | null;
      /** @description The same for programs that word it themselves; empty where it is in the words of somebody else. */
      disabledCodes: {
        code: string;
        params?: {
          [key: string]: string;
        };
      }[];
      channel:
        | {
            /** @constant */
            type: 'email';
            address: string;
          }
        | {
            /** @constant */
            type: 'webhook';
            url: string;
          }
        | {
            /** @constant */
            type: 'calendar';
          };
      filter: {
        /**
         * @description Ids of subjects on record; empty or left out: any.
         * @default []
         */
        subjects: string[];
        /**
         * @description Topics of the subject (or the fact) on record; empty or left out: any.
         * @default []
         */
        topics: string[];
        /**
         * @description Subject types (`case`), which hold for milestones too, and fact types (`case.filed`), for developments on record; empty or left out: any.
         * @default []
         */
        types: string[];
        /**
         * @description Parties on record; empty or left out: any.
         * @default []
         */
        parties: string[];
        /**
         * @description Rules (`joint-review`), rules with occasion (`joint-review.2026`) or ids of milestones on record; empty or left out: any.
         * @default []
         */
        milestones: string[];
        /**
         * @description What is told: milestones that come near, move or are cancelled; new facts and case changes; corrections and retractions.
         * @default [
         *       "milestones"
         *     ]
         */
        kinds: ('milestones' | 'developments' | 'corrections')[];
      };
      leadTimes: string[];
      timeZone: string;
      localTime: string;
      /** @enum {string} */
      digest: 'none' | 'daily' | 'weekly';
      digestDay: number;
      quietHours: {
        from: string;
        to: string;
      } | null;
      /** @description RFC 3339, UTC, microseconds. */
      createdAt: string;
      activeSince: string | null;
      failingSince: string | null;
      /** @description With its token. */
      manageUrl: string;
      /** @description With its token. */
      calendarUrl: string;
      /** @description With its token. */
      feedUrl: string;
    };
    Dropped: {
      id: string;
    };
    SubscriptionLink: {
      id: string;
      /**
       * @description What the holder of the token may do.
       * @enum {string}
       */
      purpose: 'manage' | 'read' | 'unsubscribe';
      /** @enum {string} */
      status: 'pending' | 'active' | 'disabled';
      channel:
        | {
            /** @constant */
            type: 'email';
            address: string;
          }
        | {
            /** @constant */
            type: 'webhook';
            url: string;
          }
        | {
            /** @constant */
            type: 'calendar';
          };
      filter: {
        /**
         * @description Ids of subjects on record; empty or left out: any.
         * @default []
         */
        subjects: string[];
        /**
         * @description Topics of the subject (or the fact) on record; empty or left out: any.
         * @default []
         */
        topics: string[];
        /**
         * @description Subject types (`case`), which hold for milestones too, and fact types (`case.filed`), for developments on record; empty or left out: any.
         * @default []
         */
        types: string[];
        /**
         * @description Parties on record; empty or left out: any.
         * @default []
         */
        parties: string[];
        /**
         * @description Rules (`joint-review`), rules with occasion (`joint-review.2026`) or ids of milestones on record; empty or left out: any.
         * @default []
         */
        milestones: string[];
        /**
         * @description What is told: milestones that come near, move or are cancelled; new facts and case changes; corrections and retractions.
         * @default [
         *       "milestones"
         *     ]
         */
        kinds: ('milestones' | 'developments' | 'corrections')[];
      };
      leadTimes: string[];
      timeZone: string;
      localTime: string;
      /** @enum {string} */
      digest: 'none' | 'daily' | 'weekly';
      digestDay: number;
      quietHours: {
        from: string;
        to: string;
      } | null;
    };
    Erasure: {
      id: string;
      /** @description RFC 3339, UTC, microseconds. */
      erasedAt: string;
      /** @description The event that says so; null for a calendar, of which nothing is an event. */
      position: string | null;
      /** @description The link of the chain at that position, which `dateline verify --head` compares the log with. */
      hash: string | null;
    };
    Deliveries: {
      items: {
        /** @description The id of the message; null while it is only planned. */
        id: string | null;
        kind: string;
        /** @description The milestone, or the event of the log, that it tells. */
        about: string | null;
        /** @description What records call that milestone or fact; null where it is neither. */
        name: string | null;
        /** @description The text that a legal deadline is computed from; null for what is none. */
        article: string | null;
        window: string | null;
        leadTime: string | null;
        /** @description RFC 3339, UTC, microseconds. */
        dueAt: string;
        /** @enum {string} */
        status: 'planned' | 'waiting' | 'sent' | 'failed' | 'skipped' | 'cancelled';
        /** @description Why it did not go out, or what the last attempt said. */
        why: string | null;
        /** @description The same for programs that word it themselves; empty where it is in the words of somebody else. */
        whyCodes: {
          code: string;
          params?: {
            [key: string]: string;
          };
        }[];
        /** @description Whose trouble it is that the last attempt failed: of the mailbox or receiver, of the mail server and network of this service, of the service itself. */
        fault: ('recipient' | 'operator' | 'service') | null;
        attempts: number;
        sentAt: string | null;
        /** @description When it is tried next. */
        next: string | null;
      }[];
    };
    Preview: {
      items: {
        /** @description RFC 3339, UTC, microseconds. */
        dueAt: string;
        localTime: string;
        leadTime: string;
        milestone: {
          id: string;
          title: string;
          window: string;
          /** @description The name of the subject. */
          subject: string;
          /** @description The text that a legal deadline is computed from; null for what is none. */
          article: string | null;
          /** @description The newest known day of its facts whose day is stated, published or assumed; null where there is none. */
          lastNews: string | null;
        };
        subject: string;
        text: string;
      }[];
      /** @description The milestones that are not over and that it is about, the nearest first; 100 at most. */
      milestones: {
        id: string;
        title: string;
        window: string;
        /** @description The name of the subject. */
        subject: string;
        /** @description The text that a legal deadline is computed from; null for what is none. */
        article: string | null;
        /** @description The newest known day of its facts whose day is stated, published or assumed; null where there is none. */
        lastNews: string | null;
      }[];
    };
    Recovered: {
      /** @description How many messages are sent again. */
      recovered: number;
    };
    TestPlanned: {
      /** @description The id of the message. */
      message: string;
    };
    Key: {
      id: string;
      name: string;
      scopes: ('read' | 'write' | 'admin')[];
      /** @enum {string} */
      state: 'valid' | 'expired' | 'revoked';
      /**
       * @description `first-start`: made for the first administrator; `settings`: ADMIN_KEY.
       * @enum {string}
       */
      origin: 'created' | 'first-start' | 'settings';
      /** @description RFC 3339, UTC, microseconds. */
      createdAt: string;
      /** @description Null where the key does not expire. */
      expiresAt: string | null;
      /** @description The day of the last use, UTC; written once a day. */
      lastUsedOn: string | null;
      revokedAt: string | null;
    };
    Keys: {
      items: components['schemas']['Key'][];
    };
    KeyMade: {
      id: string;
      name: string;
      scopes: ('read' | 'write' | 'admin')[];
      /** @enum {string} */
      state: 'valid' | 'expired' | 'revoked';
      /**
       * @description `first-start`: made for the first administrator; `settings`: ADMIN_KEY.
       * @enum {string}
       */
      origin: 'created' | 'first-start' | 'settings';
      /** @description RFC 3339, UTC, microseconds. */
      createdAt: string;
      /** @description Null where the key does not expire. */
      expiresAt: string | null;
      /** @description The day of the last use, UTC; written once a day. */
      lastUsedOn: string | null;
      revokedAt: string | null;
      /** @description The key itself, shown this once. */
      key: string;
    };
    AuditTrail: {
      items: {
        id: string;
        /** @description RFC 3339, UTC, microseconds. */
        at: string;
        /** @description When the last of the counted ones happened. */
        lastAt: string;
        /** @description The actor, and the name of its key. */
        actor: {
          /** @description `key-<id>`, `operator` (the command line), `seed`, `dateline`, `subscriber` or `unknown`. */
          by: string;
          /** @description The name of the key. */
          name: string | null;
        };
        /** @enum {string} */
        action:
          | 'key-create'
          | 'key-revoke'
          | 'key-rotate'
          | 'projection-rebuild'
          | 'projection-replay'
          | 'database-migrate'
          | 'log-restore'
          | 'log-redact'
          | 'links-rotate'
          | 'deliveries-recover'
          | 'access-denied';
        target: string | null;
        /** @enum {string} */
        outcome: 'done' | 'refused' | 'failed';
        requestId: string | null;
        /** @description Codes and ids; for `access-denied` the code, the scope (null where a token was wrong or a guess was refused unseen) and the network of the client. */
        details: {
          [key: string]: unknown;
        };
        /** @description How many failed authorisations the entry counts; 1 for an action. */
        count: number;
      }[];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
    };
    Written: {
      id: string;
      /**
       * @description A position of the log, as a string.
       * @example 42
       */
      position: string;
      version: number;
    };
    ImportReport: {
      /** @description The lines of the body that are not blank, without the first row of CSV: recorded + repeated + refused + notRead. */
      rows: number;
      recorded: number;
      /** @description Lines that were on record with the same content. */
      repeated: number;
      refused: number;
      /** @description Rows that could not be read or separated; with `atomic=true` also those that are right and were not recorded, as others were refused. */
      notRead: number;
      /**
       * @description A position of the log, as a string.
       * @example 42
       */
      position: string;
      problems: {
        /** @description From 1. */
        line: number;
        /** @description From 1, in characters; of CSV the number of the field. */
        column: number;
        /** @description JSON Pointer (RFC 6901) into the record; empty for the whole of it. */
        pointer: string;
        type: string;
        detail: string;
        /** @description Which rule is broken: a code of zod (`too_big`, `invalid_format`), or `custom` with its name in `rule`. */
        code?: string;
        /** @description What its words carry: `maximum`, `minimum`, `format`, `values`, `rule`. */
        params?: {
          [key: string]: string | number | string[];
        };
        /** @description How many rows the problem stands for, where that is not one. */
        count?: number;
      }[];
      /** @description What is right and was hardly meant: how a date is read, a source older than what it is cited for, a day after today on which something was published or known. */
      remarks: {
        /** @description From 1. */
        line: number;
        /** @description From 1, in characters; of CSV the number of the field. */
        column: number;
        /** @description JSON Pointer (RFC 6901) into the record; empty for the whole of it. */
        pointer: string;
        code: string;
        detail: string;
        /** @description What its words carry: `maximum`, `minimum`, `format`, `values`, `rule`. */
        params?: {
          [key: string]: string | number | string[];
        };
      }[];
    };
    Projections: {
      items: {
        name: string;
        version: number;
        /**
         * @description A position of the log, as a string.
         * @example 42
         */
        position: string;
        lag: string;
        updatedAt: string;
        error: {
          message: string;
          position: string | null;
          since: string;
        } | null;
        /** @description Which process keeps the view, and until when if it is not heard of again. */
        holder: {
          owner: string;
          until: string;
        } | null;
        /** @description The streams that the view leaves out, from which event on, and why. */
        quarantine: {
          stream: string;
          /**
           * @description A position of the log, as a string.
           * @example 42
           */
          position: string;
          eventId: string;
          type: string;
          error: string;
          tries: number;
          since: string;
        }[];
        /** @description The rebuild under way. */
        rebuild: {
          /** @description Tells one rebuild from another. */
          request: string;
          version: number;
          /** @description Null when it has ended. */
          phase: ('waiting' | 'filling' | 'comparing' | 'swapping') | null;
          position: string;
          /** @description The position that it has to get to. */
          target: string | null;
          check: boolean;
          keepQuarantine: boolean;
          holder: string | null;
          outcome: ('same' | 'different' | 'swapped' | 'stopped' | 'refused') | null;
          /** @description What there is to say of the outcome. */
          report: string | null;
          startedAt: string;
          finishedAt: string | null;
        } | null;
        /** @description How the last rebuild ended. */
        lastRebuild: {
          /** @description Tells one rebuild from another. */
          request: string;
          version: number;
          /** @description Null when it has ended. */
          phase: ('waiting' | 'filling' | 'comparing' | 'swapping') | null;
          position: string;
          /** @description The position that it has to get to. */
          target: string | null;
          check: boolean;
          keepQuarantine: boolean;
          holder: string | null;
          outcome: ('same' | 'different' | 'swapped' | 'stopped' | 'refused') | null;
          /** @description What there is to say of the outcome. */
          report: string | null;
          startedAt: string;
          finishedAt: string | null;
        } | null;
      }[];
    };
    RebuildAccepted: {
      name: string;
      rebuild: {
        /** @description Tells one rebuild from another. */
        request: string;
        version: number;
        /** @description Null when it has ended. */
        phase: ('waiting' | 'filling' | 'comparing' | 'swapping') | null;
        position: string;
        /** @description The position that it has to get to. */
        target: string | null;
        check: boolean;
        keepQuarantine: boolean;
        holder: string | null;
        outcome: ('same' | 'different' | 'swapped' | 'stopped' | 'refused') | null;
        /** @description What there is to say of the outcome. */
        report: string | null;
        startedAt: string;
        finishedAt: string | null;
      };
    };
    Replayed: {
      name: string;
      replayed: {
        stream: string;
        events: number;
        /**
         * @description A position of the log, as a string.
         * @example 42
         */
        position: string;
      }[];
    };
    TroubledDeliveries: {
      items: {
        id: string;
        subscription: string;
        channel: string;
        kind: string;
        /** @enum {string} */
        status: 'failed' | 'retrying' | 'late';
        dueAt: string;
        /** @description When it is tried next; null where it was given up. */
        next: string | null;
        attempts: number;
        /** @description What the last attempt said, without addresses. */
        reason: string | null;
        /** @description Whose fault it is; null where that is not known. */
        fault: ('recipient' | 'operator' | 'service') | null;
      }[];
      /** @description Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link. */
      page: {
        next: string | null;
        prev: string | null;
      };
    };
    DeliveriesRecovered: {
      /** @description How many messages are sent again. */
      recovered: number;
      /** @description How many stay, since their subscription is switched off, has ended, or is not confirmed. */
      left: number;
      dryRun: boolean;
    };
    Readiness: {
      /** @enum {string} */
      status: 'ready' | 'not-ready';
      /** @description `position:hash` of the end of the log, as `dateline verify --head` takes it. */
      head?: string | null;
      views?: {
        name: string;
        /**
         * @description A position of the log, as a string.
         * @example 42
         */
        position: string;
        lag: string;
        /** @description Only with a key. */
        error?: string | null;
        /** @description The process that keeps the view; only with a key. */
        holder?: string | null;
        /** @description How many streams the view leaves out. */
        quarantined: number;
      }[];
      /** @description How jobs and messages go; null where that cannot be read. Only with a key. */
      work?: {
        schedules: {
          name: string;
          /** @description The last run that ended well, RFC 3339, real time. */
          succeededAt: string | null;
          /** @description How long ago that was. */
          ageSeconds: number | null;
          /** @description The first failure since then. */
          failingSince: string | null;
          /** @description How many runs failed since then. */
          failures: number;
          /** @description Why the last of them failed. */
          reason: string | null;
        }[];
        /** @description For how many subscriptions, messages or milestones a step of the worker fails, with the oldest fault. */
        faults: {
          step: string;
          count: number;
          oldestSince: string;
          reason: string;
        }[];
        /** @description Null where messages cannot be counted. */
        reminders: {
          /** @description What is due and not sent, without what was tried in vain. */
          due: number;
          oldestDueSeconds: number | null;
        } | null;
        /** @description Messages by channel and fault. */
        deliveries: {
          channel: string;
          /** @description Whose fault the last failure is: `recipient`, `operator` or `service`. */
          fault: string | null;
          /** @description Not sent yet. */
          waiting: number;
          /** @description Of these, tried in vain and tried again. */
          retrying: number;
          /** @description Of these, more than a minute past the time of the next attempt. */
          late: number;
          /** @description Given up within the last seven days. */
          failed: number;
        }[];
        /** @enum {string} */
        queue: 'reachable' | 'unreachable';
        takesWrites: boolean;
        /** @description How long ago something is known to have been written to the database. */
        lastWriteSeconds: number | null;
      } | null;
      /** @description Also what somebody must look at while the service is ready. Without a key they name no ids. */
      problems?: string[];
    };
    /** @description Problem details (RFC 9457). */
    Problem: {
      /** @description The stable type; its address tells what it means. */
      type: string;
      title: string;
      status: number;
      detail: string;
      instance: string;
      /** @description Where it is: a JSON Pointer into the body, or the name of a parameter. */
      errors?: {
        pointer?: string;
        parameter?: string;
        detail: string;
        /** @description Which rule is broken: a code of zod (`too_big`, `invalid_format`), or `custom` with its name in `rule`. */
        code?: string;
        /** @description What its words carry: `maximum`, `minimum`, `format`, `values`, `rule`. */
        params?: {
          [key: string]: string | number | string[];
        };
      }[];
      /** @description The X-Request-Id of the answer, made by the service; its log has it. The X-Request-Id of a request comes back as X-Client-Request-Id. */
      requestId: string;
    } & {
      [key: string]: unknown;
    };
  };
  responses: {
    /** @description A parameter, a header or the body cannot be used; nothing was changed. */
    Problem400: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description A key is needed, or the one that was sent is not valid. */
    Problem401: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The key does not have the scope that this needs, the token is invalid, or a browser sent the request for a page of another site (`Origin`, `Sec-Fetch-Site`). */
    Problem403: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description There is no such thing on record. */
    Problem404: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The body came too slowly; the connection is closed. */
    Problem408: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The id stands for another record, or for a redacted one (a repeat would confirm a guess of its text), or the view has not arrived at `after` yet. */
    Problem409: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        /**
         * @description In how many seconds the request may succeed (RFC 9110, section 10.2.3).
         * @example 30
         */
        'Retry-After'?: number;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The stream stands at another version than was expected. */
    Problem412: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The body is larger than 1 MiB, or than 64 KiB without a key; or an import with `atomic` is larger than one may be. */
    Problem413: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The body is of another type. */
    Problem415: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The record is understood and breaks a rule, or rests on something that is not on record. */
    Problem422: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The quota of the key or of the client address is used up; `Retry-After` says when a request succeeds again. */
    Problem429: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        /**
         * @description In how many seconds the request may succeed (RFC 9110, section 10.2.3).
         * @example 30
         */
        'Retry-After'?: number;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The database is away or late, or the service has more to do than it can; send again after `Retry-After`. */
    Problem503: {
      headers: {
        /**
         * @description The id under which the log of the service knows the request.
         * @example 5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10
         */
        'X-Request-Id'?: string;
        /**
         * @description In how many seconds the request may succeed (RFC 9110, section 10.2.3).
         * @example 30
         */
        'Retry-After'?: number;
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
