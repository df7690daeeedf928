// Builds the application: the same for the server, the tests and the benchmark. What every request
// passes on its way in is here, in this order: headers, the screening of what may never get in,
// validation.
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppModule } from './app.module.js';
import { LiveAdapter } from './chat/index.js';
import { preparePayments } from './http.js';
import type { Config } from './shared/config.js';
import { logRequests, refuseUnreadable } from './shared/http-hooks.js';
import { ProblemFilter } from './shared/problem.filter.js';

const BODY_BYTES_MAX = 65_536;
// Beside dist/ when compiled, beside src/ in tests.
const WEB_FILES = ['../../web/dist', '../web/dist']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path));
// The addresses of the web client's pages; each is the same document.
const WEB_PAGES = [
  '/',
  ...['/signin', '/signup', '/verify-email', '/recover', '/second-factor', '/security', '/invite'],
  ...['/threads', '/wallet', '/activity', '/payments', '/receipt', '/trusted-contact', '/cards'],
  '/schedules',
  '/payment-settings',
  '/notifications',
  ...['/risk', '/finance', '/support', '/admin'],
];

/** The application, ready to listen. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX,
    requestIdHeader: false,
    trustProxy: config.trustedProxies.length === 0 ? false : [...config.trustedProxies],
    frameworkErrors: refuseUnreadable,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), adapter, {
    rawBody: true,
    abortOnError: false,
    logger: new ConsoleLogger({
      json: true,
      colors: false,
      logLevels: levelsFrom(config.logLevel),
    }),
  });
  const fastify = adapter.getInstance();
  await preparePayments(app);
  await app.register(fastifyHelmet, { contentSecurityPolicy: securityPolicy(config), hsts: false });
  fastify.addHook('onResponse', logRequests);
  app.useGlobalFilters(new ProblemFilter());
  app.useWebSocketAdapter(new LiveAdapter(app, config.databaseUrl, config.publicUrl));
  describeApi(app);
  if (WEB_FILES !== undefined) await serveWeb(app, WEB_FILES);
  return app;
}

async function serveWeb(app: NestFastifyApplication, root: string): Promise<void> {
  await app.register(fastifyStatic, { root, wildcard: false, index: false });
  const fastify = app.getHttpAdapter().getInstance();
  for (const page of WEB_PAGES) {
    for (const path of page === '/' ? [page] : [page, `${page}/*`]) {
      fastify.get(path, (_request, reply) => reply.sendFile('index.html', { maxAge: 0 }));
    }
  }
}

function describeApi(app: NestFastifyApplication): void {
  const document = new DocumentBuilder()
    .setTitle('Tenner')
    .setDescription(
      'Money inside a conversation. Amounts are decimal strings; every refusal is listed at /problems.',
    )
    .setVersion('1')
    .addBearerAuth()
    .addGlobalResponse({
      status: 'default',
      description: 'A refusal, by its stable code; GET /problems lists them all.',
      content: { 'application/problem+json': { schema: PROBLEM_SCHEMA } },
    })
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, document), {
    jsonDocumentUrl: 'openapi.json',
  });
}

// RFC 9457, as ProblemView in shared/contract.ts has it.
const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', example: '/problems/insufficient_funds' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', example: 'insufficient_funds' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

// Nothing but our own files runs on our pages; the one exception is the processor's script, whose
// frame takes the card number so that our pages never see it.
function securityPolicy({ stripe }: Config) {
  const processor =
    stripe.apiUrl === null ? ['https://js.stripe.com'] : [new URL(stripe.apiUrl).origin];
  const api = stripe.apiUrl === null ? ['https://api.stripe.com'] : processor;
  return {
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", ...processor],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'", 'ws:', 'wss:', ...api],
      frameSrc: processor,
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      upgradeInsecureRequests: null,
    },
  };
}

function levelsFrom(lowest: string): LogLevel[] {
  const levels: LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];
  const index = levels.indexOf(lowest === 'info' ? 'log' : (lowest as LogLevel));
  return levels.slice(0, index + 1);
}
