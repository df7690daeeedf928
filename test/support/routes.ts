// Every route of the application, read from the controllers that the router is built from. Tests that
// must hold for all of them go by this list, so a new route is theirs from the day it exists.
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface Route {
  readonly method: Method;
  /** As Fastify has it: `/v1/payments/:paymentId`. */
  readonly path: string;
  /** `GET /v1/payments/:paymentId` */
  readonly name: string;
}

type Handler = (...given: never[]) => unknown;

/** The routes in the order of their names. */
export function routesOf(app: NestFastifyApplication): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as Handler),
  );
  const routes = [...new Set(controllers)].flatMap(routesOfController);
  const router = app.getHttpAdapter().getInstance();
  for (const { method, path, name } of routes) {
    const known = router.hasRoute({ method: method.toUpperCase(), url: path });
    if (!known) throw new Error(`${name} is declared, but the router does not have it`);
  }
  return routes.sort((one, other) => (one.path + one.method < other.path + other.method ? -1 : 1));
}

function routesOfController(controller: Handler): Route[] {
  const prototype = controller.prototype as Record<string, Handler>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name] as Handler;
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    return pathsIn(controller).flatMap((prefix) =>
      pathsIn(handler).map((rest) => routeOf(method, [prefix, rest])),
    );
  });
}

const pathsIn = (target: Handler): string[] =>
  [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();

function routeOf(verb: RequestMethod, parts: string[]): Route {
  const words = parts.flatMap((part) => part.split('/')).filter((word) => word !== '');
  const path = `/${words.join('/')}`;
  const method = RequestMethod[verb].toLowerCase() as Method;
  return { method, path, name: `${RequestMethod[verb]} ${path}` };
}
