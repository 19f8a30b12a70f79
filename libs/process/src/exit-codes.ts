/**
 * With what a program ends that cannot start because its database is away (EX_TEMPFAIL of sysexits.h): its supervisor starts it
 * again and does not count that as a failure of the program.
 */
export const EXIT_DATABASE_AWAY = 75;
