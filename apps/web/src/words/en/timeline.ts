/** The timeline and its marks. */
export const timeline = {
  timeline: {
    title: 'Timeline',
    intro: 'What happened, in order, and what could be known when.',
    empty: 'Nothing on record fits these filters.',
    undated: 'Without a date',
    milestone: 'Due',
    plan: 'plan',
    found_one: '{{count}} fact',
    found_other: '{{count}} facts',
  },
  mark: {
    corrected: 'corrected',
    retracted: 'withdrawn',
    unconfirmed: 'no confirmation on record',
    disputed: 'sources disagree',
    window: 'The day is not certain.',
    'order-reversed': 'unusual order',
    'order-uncertain': 'order not certain',
    'known-before-occurred': 'known before its date',
  },
  subjectType: {
    agreement: 'Agreements',
    case: 'Cases',
    dialogue: 'Dialogues',
    funding: 'Funding',
    indicator: 'Figures',
    organization: 'Organizations',
    programme: 'Programmes',
    relationship: 'Relationships',
  },
};
