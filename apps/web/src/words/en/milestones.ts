/** What is due. */
export const milestones = {
  milestones: {
    ahead: 'coming and due',
    all: 'all',
    title: 'Milestones',
    intro: 'What is coming, what is due, and what was never confirmed.',
    empty: 'No milestone fits these filters.',
    why: 'Why',
    from: 'It follows from',
    calendar: 'Calendar (.ics)',
    noday: 'No day is fixed.',
  },
  milestoneStatus: {
    upcoming: 'upcoming',
    due: 'due now',
    overdue: 'overdue',
    unconfirmed: 'never confirmed',
    met: 'met',
    cancelled: 'cancelled',
  },
  flag: {
    far: 'far',
    'on-horizon': 'on the horizon',
    approaching: 'approaching',
    imminent: 'imminent',
    due: 'due',
    overdue: 'overdue',
  },
};
