export type { Channel, Message, Outcome, Target } from './channels/channel.js';
export type {
  ConfirmationContent,
  ContentMilestone,
  ContentSource,
  DevelopmentContent,
  DigestContent,
  DisabledContent,
  MessageContent,
  MilestoneNoticeContent,
  NewsContent,
  ReminderContent,
  TestContent,
} from './domain/content.js';
