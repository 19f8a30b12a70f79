import { Audit } from '#libs/access';
import { defineJob } from '#libs/jobs';

/** Once a day: removes entries of the audit trail whose retention is over. A run that is missed is made up by the next. */
export const removeOldAudit = defineJob({
  name: 'remove-old-audit',
  every: 86_400_000,
  needs: [Audit],
  run: (_run, audit: Audit) => audit.removeOld(),
});
