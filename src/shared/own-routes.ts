// Which routes are ours. Inside another product its own routes are nobody's business but its own, so
// what guards, validates and answers ours is tied to our controllers and not to the application.
import { type Type, UseFilters, UsePipes, ValidationPipe } from '@nestjs/common';
import { ProblemFilter } from './problem.filter.js';

const ours = new WeakSet<object>();

/** Whether a controller is one of ours. */
export const isOurs = (controller: object): boolean => ours.has(controller);

/** Takes every controller of these modules, and of the modules they import, for ours. */
export function ownRoutes(...modules: Type[]): void {
  for (const module of modules) {
    for (const controller of listed<Type>('controllers', module)) own(controller);
    ownRoutes(...listed<Type>('imports', module).filter((each) => typeof each === 'function'));
  }
}

function own(controller: Type): void {
  if (ours.has(controller)) return;
  ours.add(controller);
  const pipe = new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true });
  UsePipes(pipe)(controller);
  UseFilters(ProblemFilter)(controller);
}

const listed = <T>(what: string, module: Type): T[] =>
  (Reflect.getMetadata(what, module) as T[] | undefined) ?? [];
