import type { TimelineWithMilestonesPage } from '#libs/milestones';

type Item = TimelineWithMilestonesPage['items'][number];

/**
 * An item of a timeline as a CloudEvent 1.0. Its `id`, `source`, `type`, `subject` and `time` are those of the event that
 * recorded the fact, so that a correction brings no new event to whoever has it; `revision` and `status` tell of it, and
 * `data` is the fact as it is worded now.
 */
export function cloudEventOf(item: Item, publicUrl: string): object {
  const isDue = item.type === 'milestone';
  return {
    specversion: '1.0',
    id: `${isDue ? 'milestone' : 'fact'}:${item.id}`,
    source: `/v1/subjects/${item.subject.id}`,
    type: item.type,
    subject: item.id,
    ...('recordedAt' in item && { time: item.recordedAt, revision: item.revision }),
    datacontenttype: 'application/json',
    dataschema: `${publicUrl}/openapi.json#/components/schemas/${isDue ? 'MilestoneOnTimeline' : 'TimelineItem'}`,
    position: item.position,
    status: item.status,
    data: item,
  };
}

/** Events as one JSON array, in pieces. */
export async function* batchOf(events: AsyncIterable<object>): AsyncIterable<string> {
  let before = '[';
  for await (const event of events) {
    yield `${before}${JSON.stringify(event)}`;
    before = ',\n';
  }
  yield before === '[' ? '[]' : ']';
}
