/** How upstream, local and downstream are told apart. */
import { css, html, nothing } from "lit";
import type { Role } from "./back.ts";

/** The word before what plays the role; nothing in a forward pass. */
export const roleName = (role: Role | undefined) =>
  role ? html`<b class="role ${role}">${role}</b>` : nothing;

/** Upstream, local and downstream each have a line of their own below them: its colour and its kind tell them apart. */
export const roleStyles = css`
  .role {
    --role: var(--ink);
    border-bottom: 3px solid var(--role);
    font-weight: 600;
    color: var(--ink);
  }
  .role.upstream {
    --role: light-dark(#7b4dbd, #b594ec);
  }
  .role.local {
    --role: light-dark(#a35c00, #e2a44b);
    border-bottom-style: dashed;
  }
  .role.downstream {
    --role: light-dark(#0b7a75, #46c7bd);
    border-bottom-style: double;
  }
`;
