import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { allows, Keys, type KeyHolder, type Scope } from '#libs/access';
import { DomainError, type Settings } from '#libs/kernel';
import { SETTINGS } from '../settings.js';

const NEEDED = 'scope that a route needs';

/** Which scope a controller or route needs; `open`: none, whatever READ_ACCESS says. Without it: `read`. */
export const Needs = (scope: Scope | 'open'): ClassDecorator & MethodDecorator => SetMetadata(NEEDED, scope);

/** Lets a request pass that has the scope that its route needs. Reading needs a key only with READ_ACCESS=key. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: Keys,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws DomainError KEY_MISSING, KEY_UNKNOWN or SCOPE_MISSING */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    const needed = this.reflector.getAllAndOverride<Scope | 'open' | undefined>(NEEDED, places) ?? 'read';
    if (needed === 'open' || (needed === 'read' && this.settings.readAccess === 'public')) return true;
    await this.admit(context.switchToHttp().getRequest<FastifyRequest>(), needed);
    return true;
  }

  /** The holder of the key of a request, if it has a scope. @throws DomainError as `canActivate` */
  async admit(request: FastifyRequest, needed: Scope): Promise<KeyHolder> {
    const key = keyOf(request);
    if (key === undefined)
      throw denied('KEY_MISSING', `This needs a key with the scope ${needed}: "Authorization: Bearer <key>".`);
    const holder = await this.keys.check(key);
    if (holder === null) throw denied('KEY_UNKNOWN', 'The key that was sent is not valid; it may have been revoked.');
    if (allows(holder.scopes, needed)) return holder;
    throw denied('SCOPE_MISSING', `The key "${holder.name}" has the scope ${holder.scopes.join(', ')}, not ${needed}.`);
  }
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const own = headers['x-api-key'];
  return bearer ?? (typeof own === 'string' && own !== '' ? own : undefined);
}

function denied(code: string, sentence: string): DomainError {
  return new DomainError(code, 'denied', sentence);
}
