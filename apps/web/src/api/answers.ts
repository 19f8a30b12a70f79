import type { components } from './generated.js';

type Schemas = components['schemas'];

/** A date with its precision. */
export type Occurred = Schemas['Occurred'];
/** One fact on a timeline. */
export type TimelineItem = Schemas['TimelineItem'];
/** A milestone on a timeline. */
export type DueItem = Schemas['MilestoneOnTimeline'];
/** A page of a timeline. */
export type Timeline = Schemas['Timeline'];
/** A fact with everything about it. */
export type FactDetail = Schemas['FactDetail'];
/** A subject with its state. */
export type SubjectDetail = Schemas['SubjectDetail'];
/** A source with what it supports. */
export type SourceDetail = Schemas['SourceDetail'];
/** A page of values with counts. */
export type Values = Schemas['Values'];
/** A page of subjects. */
export type Subjects = Schemas['Subjects'];
/** What is due. */
export type Milestone = Schemas['Milestone'];
/** A milestone with how it came to be what it is. */
export type MilestoneDetail = Schemas['MilestoneDetail'];
/** A page of what is due. */
export type Milestones = Schemas['Milestones'];
/** A case in a list. */
export type Case = Schemas['Case'];
/** A page of cases. */
export type Cases = Schemas['Cases'];
/** A case with everything about it. */
export type CaseDetail = Schemas['CaseDetail'];
/** The history of a case. */
export type CaseHistory = Schemas['CaseHistory'];
/** A source as it is cited. */
export type Cited = Schemas['SourceEntry'];
/** What cases add up to. */
export type CaseStatistics = Schemas['CaseStatistics'];
/** What the cases of one group add up to. */
export type CaseGroup = CaseStatistics['groups'][number];
/** How long cases took. */
export type Durations = CaseStatistics['requestToEnd'];
/** A page of how cases changed. */
export type CaseChanges = Schemas['CaseChanges'];
/** How complete and how new the data is. */
export type Coverage = Schemas['Coverage'];
/** A page of claims, held against the records. */
export type Reconciliation = Schemas['Reconciliation'];
/** What a subscription would tell. */
export type Preview = Schemas['Preview'];
/** A subscription for its owner. */
export type Subscription = Schemas['SubscriptionDetail'];
/** What a link of a mail stands for. */
export type SubscriptionLink = Schemas['SubscriptionLink'];
/** The pending requests of a mailbox. */
export type Confirmation = Schemas['Confirmation'];
/** A subscription that was just confirmed, with its first links. */
export type ConfirmedSubscription = Schemas['ConfirmedSubscription'];
/** What a sign-up is answered. */
export type SubscriptionMade = Schemas['SubscriptionMade'];
/** What went out to a subscription, and what will. */
export type Deliveries = Schemas['Deliveries'];
/** The proof that a subscription was erased. */
export type Erasure = Schemas['Erasure'];
/** How a date is understood. */
export type DateRead = Schemas['DateRead'];
/** What an import answers. */
export type ImportReport = Schemas['ImportReport'];
/** Why the API refused something (RFC 9457). */
export type Problem = Schemas['Problem'];
/** Counts of a timeline per span and lane. */
export type Density = Schemas['Density'];
/** The steps in which a timeline came to be known. */
export type Steps = Schemas['Steps'];
/** A page of sources. */
export type SourceList = Schemas['Sources'];
