import { dayOfIso, parseEdtf } from '#libs/edtf';
import type { DatedFact } from '#libs/timeline';
import { deriveMilestones } from './derive-milestones.js';
import { statusOn } from './milestone.js';

const fact = (type: string, occurred: string | null, parties: string[], term?: string): DatedFact => ({
  id: `${type}-${occurred}-${parties.join('-')}`,
  type: `organization.${type}`,
  occurred: occurred === null ? null : parseEdtf(occurred),
  body: term === undefined ? {} : { term },
  position: 1n,
  title: type,
  parties,
});

/** The status in 2026 of a seat of Mexico, from March 2023 to February 2025, with one more fact. */
const statusWith = (...facts: DatedFact[]): string => {
  const subject = { id: 'council', type: 'organization', name: 'Council', topics: [], parties: [], attributes: {} };
  const elected = fact('elected', '2023-02-01', ['MX'], '2023-03/2025-02');
  const [seat] = deriveMilestones(subject, [elected, ...facts]);
  return statusOn(seat!, dayOfIso('2026-01-01'));
};

describe('A seat whose term has passed', () => {
  it.each<[string, DatedFact[], string]>([
    ['ended by its term where nobody left', [], 'met'],
    ['did not where its member left before', [fact('left', '2024-06-01', ['MX'])], 'cancelled'],
    ['ended where its member left in its last month', [fact('left', '2025-02-03', ['MX'])], 'met'],
    ['ended where its member left after it', [fact('left', '2025-06-01', ['MX'])], 'met'],
    ['ended where its member had left before the election', [fact('left', '2020-06-01', ['MX'])], 'met'],
    ['ended where another member left', [fact('left', '2024-06-01', ['PE'])], 'met'],
    ['ended where no source says who left', [fact('left', '2024-06-01', [])], 'met'],
  ])('%s', (_name, facts, status) => {
    expect(statusWith(...facts)).toBe(status);
  });
});
