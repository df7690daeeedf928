// The product's mark and name.
import classes from './brand.module.css';

export function Brand({ size = 28 }: { size?: number }) {
  return (
    <span className={classes.brand}>
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
        <path
          className={classes.bubble}
          d="M8 3h16a6 6 0 0 1 6 6v10a6 6 0 0 1-6 6H14l-7 5v-5a5 5 0 0 1-5-5V9a6 6 0 0 1 6-6Z"
        />
        <path className={classes.stroke} d="M11 9.6 8 11M11 9v10.5" />
        <circle className={classes.stroke} cx="20" cy="14.2" r="4.6" />
      </svg>
      <span className={classes.name}>Tenner</span>
    </span>
  );
}
