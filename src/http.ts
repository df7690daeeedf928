// What must be done to the HTTP server of an application in which our routes live, ours or another
// product's: cookies, pictures as they are, and the screening of what may never get in. Only requests to our own addresses
// are looked at.
import fastifyCookie from '@fastify/cookie';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { screenRequest } from './shared/http-hooks.js';

// Every address of ours begins so; an application that embeds us leaves them to us.
const OURS = /^\/(v1|webhooks|health|problems)(?=[/?]|$)/;

/** Prepares a NestJS application on Fastify. Call it before `listen`, once. */
export async function preparePayments(app: NestFastifyApplication): Promise<void> {
  await app.register(fastifyCookie);
  const fastify = app.getHttpAdapter().getInstance();
  // Pictures stay streams: the route reads them once it knows whose they are.
  fastify.addContentTypeParser(/^image\//, (_request, payload, done) => {
    done(null, payload);
  });
  fastify.addHook('preValidation', async (request, reply) => {
    if (OURS.test(request.url)) await screenRequest(request, reply);
  });
}
