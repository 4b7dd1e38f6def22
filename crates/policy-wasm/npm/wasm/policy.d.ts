/* tslint:disable */
/* eslint-disable */

/**
 * An organization, loaded once and asked many times.
 */
export class Engine {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What the second of two subjects may do more or less than the first.
     */
    diff(from: Subject, to: Subject): Answer<Diff>;
    /**
     * Why a subject may use a scope on something at `now`, in Unix seconds, or why not and with what repairs.
     *
     * Without a time no token has expired.
     */
    explain(question: Question, now?: number | null): Answer<Explained>;
    /**
     * What is worth knowing about one role, or about every custom one.
     */
    lint(role: Subject | undefined): Answer<Lint>;
    /**
     * Loads a snapshot whose entities come as a table: texts parted by a NUL, and numbers.
     */
    loadTable(snapshot: string, types: Uint8Array | number[], ids: string, names: string, tags: string, pairs: number, worn: Uint32Array | number[], ends: Uint32Array | number[]): Answer<null>;
    /**
     * Loads the text of a snapshot; a failure leaves what was loaded before.
     */
    load(snapshot: string): Answer<null>;
    /**
     * An engine for an organization in which nothing exists yet.
     */
    constructor();
    /**
     * A picture of nobody, to be asked about somebody in what is loaded now.
     */
    picture(): Picture;
    /**
     * The same as one line of JSON: the bytes that the command line and the server give.
     */
    previewDocument(subject: Subject): Answer<string>;
    /**
     * How every guardrail would fare, over everybody, with a draft in the place of what a role grants.
     */
    proveDraft(role: string, draft: Subject): Answer<DraftProofs>;
    /**
     * How every guardrail fares: over everybody, or held against one role or draft by itself.
     */
    prove(role: Subject | undefined): Answer<Proofs>;
    /**
     * How many entities there are.
     */
    size(): number;
    /**
     * Everybody who may use a scope on something at `now`, in Unix seconds.
     */
    who(asked: Asked, now: number): Answer<Who>;
}

/**
 * What a subject may do, in columns of bits; rows are the places of entities in the snapshot, from 0.
 */
export class Picture {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Becomes the picture of a subject; a failure leaves the one before.
     */
    ask(subject: Subject): Answer<PictureInfo>;
    /**
     * The rows of each column, then of each limit: a bit for each row, in words of 32.
     */
    bits(): Uint32Array;
    /**
     * The same with the text of a definition.
     */
    define(definition: string): Answer<PictureInfo>;
    /**
     * What is worth knowing about the subject.
     */
    diagnostics(): Answer<Diagnostic[]>;
    /**
     * The decision digest of a draft or a role.
     */
    digest(): Answer<Digest>;
    /**
     * The entity at a row.
     */
    entity(row: number): Answer<EntityKey>;
    /**
     * The same with the text of a draft, which is an object with `details`.
     */
    read(draft: string): Answer<PictureInfo>;
    /**
     * The rules that grant a scope at a row.
     */
    rules(row: number, scope: string): Answer<RuleInfo[]>;
}

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * Reads a definition and writes it again: indented, in the order of fields that Pulumi Cloud uses.
 */
export function parse(definition: string): Answer<string>;

/**
 * Every scope of the catalogue.
 */
export function scopes(): Answer<ScopeInfo[]>;

/**
 * The version of this module.
 */
export function version(): string;

/**
 * Something else that granted what was used.
 */
export interface AlsoGranted {
    /**
     * `own-role`, `team-role`, `team-grant`, `creator-grant` or `setting`.
     */
    source: string;
    /**
     * Which one: a role, a team or a setting, by id or name, a role of a team as `TEAM/ROLE`, or an entity as `TYPE/ID`.
     */
    through: string;
    /**
     * The team through which it was given, by name.
     */
    team?: string;
    /**
     * The scopes.
     */
    scopes: string[];
    /**
     * How often they were used.
     */
    times: number;
    /**
     * And when last, in Unix seconds; absent for never.
     */
    last?: number;
}

/**
 * Who may use this scope here?
 */
export interface Asked {
    /**
     * The scope's name.
     */
    scope: string;
    /**
     * On what, by id or unique name; the organization when it is left out.
     */
    entity?: EntityKey | undefined;
}

/**
 * Scopes that change on the same entities.
 */
export interface ChangeInfo {
    /**
     * `gained`, `lost`, `open-longer` or `open-shorter`.
     */
    kind: string;
    /**
     * For how long an environment opens more or less than before, in seconds.
     */
    maxOpenDurationSecs?: number;
    /**
     * The scopes.
     */
    scopes: string[];
    /**
     * On which entities, in words, case by case.
     */
    where: string[];
    /**
     * Whether these are all the cases.
     */
    isComplete: boolean;
    /**
     * On how many entities there are it changes so; absent where that was not counted, as in an impact.
     */
    count?: number;
    /**
     * An entity on which it changes, which need not exist.
     */
    example: Example;
}

/**
 * What changes from one definition to another.
 */
export interface Changed {
    /**
     * What changes on the organization.
     */
    organization: Delta;
    /**
     * For how long something on the organization may be held open, where that changes.
     */
    organizationLimits?: LimitChange[];
    /**
     * What changes on entities there are, in the order of the snapshot; the others keep what they have.
     */
    entities: EntityImpact[];
    /**
     * What changes on entities there could be.
     */
    changes: ChangeInfo[];
}

/**
 * Scopes that are granted on the same entities.
 */
export interface ColumnInfo {
    /**
     * The type of the entities.
     */
    entityType: string;
    /**
     * The scopes, sorted by name.
     */
    scopes: string[];
    /**
     * On how many entities they are granted.
     */
    count: number;
}

/**
 * How two subjects relate: each question with an exact yes, or an entity that refutes it.
 */
export interface Comparison {
    /**
     * The one.
     */
    left: Label;
    /**
     * The other.
     */
    right: Label;
    /**
     * Whether both grant the same.
     */
    equivalent: Finding;
    /**
     * Whether the left one grants nothing that the right one does not.
     */
    within: Finding;
    /**
     * Whether the right one grants nothing that the left one does not.
     */
    contains: Finding;
    /**
     * Whether there is nothing that both grant.
     */
    disjoint: Finding;
    /**
     * What both grant on the organization.
     */
    organization: string[];
    /**
     * What both grant on entities there could be.
     */
    shared: SharedInfo[];
}

/**
 * A limit on a scope.
 */
export interface Constraint {
    /**
     * For how long an opened environment may stay open.
     */
    maxOpenDurationSecs: number;
}

/**
 * Another source that grants what a change gives or takes.
 */
export interface Covered extends Delta {
    /**
     * `own-role`, `team-role`, `team-grant`, `creator-grant` or `setting`.
     */
    source: string;
    /**
     * Which one: a role, a team or a setting, by id or name, a role of a team as `TEAM/ROLE`, or an entity as `TYPE/ID`.
     */
    through: string;
    /**
     * The team through which it was given, by name.
     */
    team?: string;
    /**
     * On how many entities.
     */
    entities: number;
}

/**
 * What a creator holds on what was created.
 */
export interface CreatorGrant {
    /**
     * Who created it.
     */
    principal: Principal;
    /**
     * What was created.
     */
    entity: EntityKey;
}

/**
 * Gained and lost scopes.
 */
export interface Delta {
    /**
     * What is granted and was not.
     */
    gained: string[];
    /**
     * What was granted and is not.
     */
    lost: string[];
}

/**
 * Something worth knowing before a definition is saved.
 */
export interface Diagnostic {
    /**
     * A stable word for programs, such as `scope-outside-condition`.
     */
    code: string;
    /**
     * `error`, `warning` or `info`.
     */
    severity: string;
    /**
     * The id of the record it speaks of, where that is not the subject itself.
     */
    record?: string;
    /**
     * Where in the definition, as a JSON pointer; into the snapshot where it is about what a team was granted.
     */
    pointer: string;
    /**
     * What it says, for people.
     */
    message: string;
    /**
     * Other places it speaks of, such as the rules that make this one superfluous.
     */
    related?: RulePlace[];
}

/**
 * What `to` grants more or less than `from`: on the entities there are, and on all there could be.
 */
export interface Diff extends Changed {
    /**
     * What it is compared with.
     */
    from: Label;
    /**
     * What is compared.
     */
    to: Label;
    /**
     * How the two relate, over everything there could be and in every way in which they can be held.
     */
    relation: Relation;
    /**
     * What changes where they are held through a team and their conditions speak of it; without the ways in which it is
     * the same as through no team.
     */
    throughTeams?: ThroughTeam[];
}

/**
 * What a definition grants in an organization, as a hash, and what it follows from.
 */
export interface Digest {
    /**
     * The decision digest: 64 hexadecimal digits.
     */
    digest: string;
    /**
     * Its first 12 digits, for people.
     */
    short: string;
    /**
     * What it is made of.
     */
    parts: Parts;
}

/**
 * A definition that is not saved: what a write of a role sends.
 */
export interface Draft {
    /**
     * The name for people.
     */
    name?: string;
    /**
     * A description for people.
     */
    description?: string;
    /**
     * What it is going to be.
     */
    uxPurpose?: UxPurpose;
    /**
     * What its scopes are meant for.
     */
    resourceType?: string;
    /**
     * The descriptor.
     */
    details: Descriptor;
}

/**
 * A part of a draft becomes another one.
 */
export interface DraftPart {
    /**
     * Where it stands, as a JSON pointer; `…/entries/-` adds an entry to a group.
     */
    pointer: string;
    /**
     * The descriptor that stands there then.
     */
    details: Descriptor;
}

/**
 * How one guardrail would fare with a draft.
 */
export interface DraftProof extends Proof {
    /**
     * What the draft does to it.
     */
    effect: Effect;
}

/**
 * How every guardrail would fare with a draft in the place of a role's definition.
 */
export interface DraftProofs {
    /**
     * Whether all of them would hold.
     */
    hold: boolean;
    /**
     * Whether one that holds now would no longer.
     */
    breaks: boolean;
    /**
     * The id of the record whose definition the draft takes the place of: the role, or its policy.
     */
    record: string;
    /**
     * The guardrails, in the order of the snapshot.
     */
    guardrails: DraftProof[];
}

/**
 * A stack, an environment or an account.
 */
export interface Entity {
    /**
     * `stack`, `environment` or `insights-account`.
     */
    type: EntityType;
    /**
     * The opaque identity, unique within the type.
     */
    id: string;
    /**
     * The name for people, such as `shop/prod`.
     */
    name: string;
    /**
     * Tags, by key.
     */
    tags?: { [key: string]: string };
}

/**
 * What changes on one entity.
 */
export interface EntityDelta extends EntityKey, Delta {}

/**
 * A permission set on one entity.
 */
export interface EntityGrant {
    /**
     * The entity's type.
     */
    type: EntityType;
    /**
     * The entity's identity.
     */
    id: string;
    /**
     * The record id of the permission set.
     */
    permissionSetId: string;
}

/**
 * What changes on one entity.
 */
export interface EntityImpact extends EntityDelta {
    /**
     * For how long it may be held open, where that changes.
     */
    limits?: LimitChange[];
}

/**
 * Names an entity.
 */
export interface EntityKey {
    /**
     * Its type.
     */
    type: EntityType;
    /**
     * Its identity.
     */
    id: string;
}

/**
 * What is granted on one entity.
 */
export interface EntityPreview extends Grant {
    /**
     * The entity's type.
     */
    type: string;
    /**
     * The entity's identity.
     */
    id: string;
}

/**
 * An entry of a usage log: who used which scope on what, and when.
 */
export interface Entry {
    /**
     * When, in Unix seconds.
     */
    at: number;
    /**
     * Who.
     */
    principal: Principal;
    /**
     * The scope's name; one that the catalogue does not have is told apart.
     */
    scope: string;
    /**
     * On what; the organization when it is left out.
     */
    entity?: EntryEntity | undefined;
}

/**
 * An entity as an entry names it.
 */
export interface EntryEntity {
    /**
     * Its type.
     */
    type: EntityType;
    /**
     * Its identity.
     */
    id: string;
    /**
     * The tags it had then; those it has today when they are left out.
     */
    tags?: { [key: string]: string };
}

/**
 * How a holder could reach everything that the Admin role grants.
 */
export interface Escalation {
    /**
     * Who was asked about; of a role, a draft or a team it is whoever holds it and nothing else.
     */
    subject: Label;
    /**
     * Whether the holder has everything already.
     */
    isAdmin: boolean;
    /**
     * The shortest way to each ending there is, the shortest first.
     */
    paths: EscalationStep[][];
    /**
     * What the holder lacks on entities and could have there by changing their tags.
     */
    widenings: WideningInfo[];
}

/**
 * One step on the way; the last one yields everything.
 */
export interface EscalationStep {
    /**
     * A stable word for programs, such as `edit-role`.
     */
    action: string;
    /**
     * On what: a team, a role or a person, by name or id.
     */
    on?: string;
    /**
     * The scopes on the organization that let one do it.
     */
    scopes: string[];
    /**
     * What it does, for people.
     */
    message: string;
}

/**
 * An entity that need not exist.
 */
export interface Example extends EntityKey {
    /**
     * Its tags.
     */
    tags: { [key: string]: string };
}

/**
 * Something that somebody is to be allowed or refused.
 */
export interface Expectation {
    /**
     * Who.
     */
    principal: Principal;
    /**
     * What.
     */
    scope: string;
    /**
     * On what; the organization when it is left out.
     */
    entity?: EntityKey;
    /**
     * Whether it is to be allowed.
     */
    allowed: boolean;
}

/**
 * Why a subject may use a scope, or why not.
 */
export interface Explained {
    /**
     * Who was asked about.
     */
    subject: Label;
    /**
     * The scope.
     */
    scope: string;
    /**
     * On what; absent for the organization.
     */
    entity?: EntityKey;
    /**
     * Whether it is allowed.
     */
    allowed: boolean;
    /**
     * For how long what the scope opens may stay open by all rules together, in seconds; absent for no limit.
     */
    maxOpenDurationSecs?: number;
    /**
     * The rules that grant it.
     */
    grants: RuleInfo[];
    /**
     * The rules that name the scope and do not reach what is asked about.
     */
    misses: MissInfo[];
    /**
     * Why a token is refused as a whole; absent for a good one, and where no time was asked about.
     */
    refused?: StandingInfo;
    /**
     * The smallest changes after which it would be allowed, those that open least first; absent where it is allowed
     * and where nobody asked for them.
     */
    repairs?: Repair[];
    /**
     * Whether these are all there are; false where there was more to try than is tried.
     */
    repairsComplete?: boolean;
}

/**
 * A refusal of input: what is wrong, and where.
 */
export interface Fault {
    /**
     * A stable word for programs, such as `unknown-field`.
     */
    code: string;
    /**
     * What was found and what would be right, for people.
     */
    message: string;
    /**
     * Where, as a JSON pointer (RFC 6901); empty for the whole document.
     */
    pointer: string;
}

/**
 * Whether something holds, and where not.
 */
export interface Finding {
    /**
     * Whether it holds.
     */
    holds: boolean;
    /**
     * Where it does not, if it does not.
     */
    counterexample?: Witness;
}

/**
 * Granted scopes.
 */
export interface Grant {
    /**
     * The scopes, sorted by name.
     */
    scopes: string[];
    /**
     * Limits on them, by scope.
     */
    constraints?: { [scope: string]: Constraint };
}

/**
 * A rule, and what it grants.
 */
export interface GrantedRule {
    /**
     * The rule.
     */
    rule: RuleInfo;
    /**
     * The scopes.
     */
    scopes: string[];
    /**
     * For how long an opened environment may stay open, in seconds; absent for no limit.
     */
    maxOpenDurationSecs?: number;
}

/**
 * A statement that every draft is checked against: one of `never` and `expect`.
 */
export interface Guardrail {
    /**
     * Its name for people.
     */
    name: string;
    /**
     * What nobody may do, over every entity there could be.
     */
    never?: NeverRule;
    /**
     * What somebody is to be allowed or refused.
     */
    expect?: Expectation;
}

/**
 * Somebody who may use a scope.
 */
export interface Holder {
    /**
     * Who.
     */
    subject: Label;
    /**
     * The rules that let them.
     */
    grants: RuleInfo[];
}

/**
 * Somebody who holds what was asked about.
 */
export interface HolderUse {
    /**
     * Who.
     */
    subject: Label;
    /**
     * How often they used what it grants.
     */
    times: number;
    /**
     * And when last, in Unix seconds; absent for never.
     */
    last?: number;
}

/**
 * What changes mean for everybody they can touch.
 */
export interface Impact {
    /**
     * What happens to whom; those who hold the same by the same ways are together. Nobody else is touched.
     */
    effects: RoleEffect[];
    /**
     * Who can manage roles before and after.
     */
    managers: Managers;
}

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbindgen_externrefs: WebAssembly.Table;
}

/**
 * One kind of entities.
 */
export interface KindInfo extends Grant {
    /**
     * The type of the entities.
     */
    entityType: string;
    /**
     * Which they are, in words, case by case.
     */
    where: string[];
    /**
     * Whether these are all the cases.
     */
    isComplete: boolean;
    /**
     * How many of them there are today.
     */
    count: number;
    /**
     * One of them, which need not exist.
     */
    example: Example;
    /**
     * The rules that grant it there.
     */
    rules: RuleInfo[];
}

/**
 * What a subject may do on every kind of entity that its rules tell apart, also where there is none yet.
 */
export interface Kinds {
    /**
     * Who was asked about.
     */
    subject: Label;
    /**
     * The kinds, type by type; every entity there could be is of exactly one.
     */
    kinds: KindInfo[];
}

/**
 * Who was asked about, in an answer.
 */
export interface Label {
    /**
     * `role`, `draft`, `token`, `user` or `team`.
     */
    type: string;
    /**
     * The id; absent for a draft.
     */
    id?: string;
    /**
     * The name for people.
     */
    name: string;
}

/**
 * A limit that changes.
 */
export interface LimitChange {
    /**
     * The scope.
     */
    scope: string;
    /**
     * The limit before, in seconds; absent for none.
     */
    beforeSecs?: number;
    /**
     * The limit after, in seconds; absent for none.
     */
    afterSecs?: number;
}

/**
 * For how long some environments may stay open.
 */
export interface LimitInfo {
    /**
     * The scope that opens them.
     */
    scope: string;
    /**
     * For how long, in seconds.
     */
    maxOpenDurationSecs: number;
    /**
     * How many environments.
     */
    count: number;
}

/**
 * What is worth knowing about roles.
 */
export interface Lint {
    /**
     * The roles, in the order of the snapshot, also those about which there is nothing to say.
     */
    roles: RoleLint[];
    /**
     * What people, teams and tokens were given and is not there, with pointers into the snapshot; nothing where one
     * role was asked about.
     */
    people?: Diagnostic[];
}

/**
 * A usage log, in short.
 */
export interface LogInfo {
    /**
     * How many entries it has.
     */
    entries: number;
    /**
     * How many of them are distinct, but for the time.
     */
    uses: number;
    /**
     * The time of the first, in Unix seconds; 0 without any.
     */
    first: number;
    /**
     * The time of the last, in Unix seconds; 0 without any.
     */
    last: number;
}

/**
 * Who can manage roles: change them, and bind them to people or teams.
 */
export interface Managers {
    /**
     * People who can before, by login.
     */
    before: string[];
    /**
     * People who can after.
     */
    after: string[];
    /**
     * Whether nobody can any more.
     */
    isLockedOut: boolean;
}

/**
 * A person in the organization.
 */
export interface Member {
    /**
     * The login.
     */
    login: string;
    /**
     * The role; the organization's default role where there is none.
     */
    roleId?: string;
}

/**
 * A rule that would grant if its conditions held.
 */
export interface MissInfo extends RuleInfo {
    /**
     * The conditions that do not hold.
     */
    failing: string[];
}

/**
 * Something nobody may do.
 */
export interface NeverRule {
    /**
     * The scope.
     */
    scope: string;
    /**
     * Where, as a boolean expression; everywhere when it is left out.
     */
    where?: BooleanExpression;
    /**
     * Who may all the same.
     */
    except?: Principal[];
}

/**
 * The organization's name and its role settings.
 */
export interface Organization {
    /**
     * The name.
     */
    name?: string;
    /**
     * The organization-wide role settings.
     */
    settings?: Settings;
    /**
     * Whether a team that is given a role keeps those it has; where it is left out, whether some team has several.
     */
    severalTeamRoles?: boolean;
    /**
     * The role of members who have none, built-in or not; where it is left out, the one whose record says
     * `isOrgDefault`, and the built-in Member role where none does.
     */
    defaultRoleId?: string;
}

/**
 * What a decision digest is made of: hashes in hexadecimal, and the version of the engine.
 */
export interface Parts {
    /**
     * The version of the engine.
     */
    engine?: string;
    /**
     * The names of the scopes and the types they belong to.
     */
    catalogue?: string;
    /**
     * The types, identities and tags of the entities.
     */
    inventory?: string;
    /**
     * The definition.
     */
    definition?: string;
    /**
     * The records that it names, and those that they name.
     */
    references?: string;
    /**
     * What it grants.
     */
    matrix?: string;
}

/**
 * A picture in short: what its bits mean.
 */
export interface PictureInfo {
    /**
     * Who was asked about.
     */
    subject: Label;
    /**
     * How many rows there are: the entities.
     */
    size: number;
    /**
     * What is granted on the organization.
     */
    organization: Grant;
    /**
     * The scopes granted on entities, those together that are granted on the same ones.
     */
    columns: ColumnInfo[];
    /**
     * The limits on opening environments, after the columns.
     */
    limits: LimitInfo[];
}

/**
 * What a subject may do on the organization and on every entity.
 */
export interface Preview {
    /**
     * Who was asked about.
     */
    subject: Label;
    /**
     * What is granted on the organization.
     */
    organization: Grant;
    /**
     * What is granted on each entity, in the order of the snapshot, also where it is nothing.
     */
    entities: EntityPreview[];
    /**
     * What is worth knowing before it is saved.
     */
    diagnostics: Diagnostic[];
}

/**
 * Names a principal.
 */
export interface Principal {
    /**
     * What it is.
     */
    type: PrincipalType;
    /**
     * The login, the team's name or the token's id.
     */
    id: string;
}

/**
 * How one guardrail fares.
 */
export interface Proof {
    /**
     * Its name.
     */
    name: string;
    /**
     * Whether it holds.
     */
    holds: boolean;
    /**
     * What is wrong, in words.
     */
    problem?: string;
    /**
     * Who breaks it.
     */
    subject?: Label;
    /**
     * On which entity, which need not exist; absent for the organization.
     */
    example?: Example;
    /**
     * The rules that let them.
     */
    grants?: RuleInfo[];
}

/**
 * How every guardrail fares.
 */
export interface Proofs {
    /**
     * Whether all of them hold.
     */
    hold: boolean;
    /**
     * The guardrails, in the order of the snapshot.
     */
    guardrails: Proof[];
    /**
     * How many examples are left out because they are about principals, where a role was asked about by itself.
     */
    leftOut?: number;
}

/**
 * May this subject use this scope here?
 */
export interface Question {
    /**
     * Who.
     */
    subject: Subject;
    /**
     * The scope's name.
     */
    scope: string;
    /**
     * On what, by id or unique name; the organization when it is left out.
     */
    entity?: EntityKey | undefined;
}

/**
 * A role, a policy or a permission set.
 */
export interface Record {
    /**
     * The record id.
     */
    id: string;
    /**
     * The name for people.
     */
    name: string;
    /**
     * A description for people.
     */
    description?: string;
    /**
     * What the record is.
     */
    uxPurpose: UxPurpose;
    /**
     * What the record's scopes are meant for: `global` or an entity type.
     */
    resourceType?: string;
    /**
     * The built-in record this one stands for.
     */
    defaultIdentifier?: string;
    /**
     * The descriptor, exactly as written.
     */
    details: Descriptor;
    /**
     * The version of the record, from 1.
     */
    version?: number;
    /**
     * The organization's id.
     */
    orgId?: string;
    /**
     * When it was made, in RFC 3339.
     */
    created?: string;
    /**
     * When it was last changed, in RFC 3339.
     */
    modified?: string;
    /**
     * Whether it is the role of people without one of their own; of several the first counts.
     */
    isOrgDefault?: boolean;
}

/**
 * A change after which a subject may do what was asked about.
 */
export interface Repair {
    /**
     * `retag`, `add-scope`, `add-set`, `widen-condition`, `add-rule`, `bind-role`, `join-team`, `grant-team` or
     * `change-settings`.
     */
    kind: string;
    /**
     * What to do, for people.
     */
    words: string;
    /**
     * The same as a change of which the impact can be asked; absent for a change of a draft.
     */
    change?: Change;
    /**
     * The same as a change of the draft that was asked about.
     */
    draft?: DraftPart;
    /**
     * The rule that reaches the entity then, where other tags are what brings it there.
     */
    rule?: RuleInfo;
    /**
     * How many other cells it opens for the subject: scopes on entities there are, and on the organization.
     */
    opens: number;
    /**
     * How many cells it takes away from the subject.
     */
    closes: number;
    /**
     * How many others gain something; absent where there are too many to look at.
     */
    others?: number;
    /**
     * How much it changes: tags, scopes, sets, conditions, bindings and settings, counted one by one.
     */
    size: number;
}

/**
 * What a usage log says about a role, or about everything that somebody holds.
 */
export interface Replay {
    /**
     * Who or what was asked about.
     */
    subject: Label;
    /**
     * The log that counts.
     */
    log: LogInfo;
    /**
     * Everybody who holds it, in the order of the snapshot, and how often they used what it grants.
     */
    holders: HolderUse[];
    /**
     * How each rule was used.
     */
    rules: RuleUse[];
    /**
     * How each scope that it names was used, sorted by name.
     */
    scopes: ScopeUse[];
    /**
     * What else granted what it granted and they used, by source.
     */
    alsoGranted: AlsoGranted[];
    /**
     * What anybody in the log used and may use today, and the draft refuses; the most used first.
     */
    refused: UseInfo[];
    /**
     * What is refused today, and the draft would allow.
     */
    newlyAllowed: UseInfo[];
    /**
     * What its holders used and what is refused today as well as with the draft.
     */
    refusedToday: UseInfo[];
    /**
     * What nothing is decided about: it speaks of somebody or something that is not there.
     */
    unknown: UnknownUse[];
    /**
     * A smaller role, where one was wanted.
     */
    suggestion?: Suggestion;
    /**
     * Why there is none.
     */
    noSuggestion?: string;
}

/**
 * What is asked of a usage log.
 */
export interface Replaying {
    /**
     * What is asked about: a role, or a user, a team or a token with everything that it holds.
     */
    subject: Subject;
    /**
     * A definition in the place of the role's.
     */
    draft?: Draft | undefined;
    /**
     * Whether a smaller role is wanted.
     */
    suggest?: Suggest | undefined;
}

/**
 * What other tags on an entity mean for everybody.
 */
export interface Retag {
    /**
     * The entity.
     */
    entity: EntityKey;
    /**
     * Its tags before.
     */
    before: { [key: string]: string };
    /**
     * Its tags after.
     */
    after: { [key: string]: string };
    /**
     * What happens to whom; nobody else is touched.
     */
    effects: RetagEffect[];
}

/**
 * What other tags mean for some holders.
 */
export interface RetagEffect extends Delta {
    /**
     * Who: users, teams and tokens that hold the same by the same ways.
     */
    holders: Label[];
    /**
     * For how long the entity may be held open, where that changes.
     */
    limits?: LimitChange[];
    /**
     * The rules that grant what is gained.
     */
    gaining: RuleInfo[];
    /**
     * The rules that granted what is lost.
     */
    losing: RuleInfo[];
}

/**
 * Other tags on an entity.
 */
export interface Retagging {
    /**
     * The entity, by id or unique name.
     */
    entity: EntityKey;
    /**
     * Tags that it gets.
     */
    set?: { [key: string]: string };
    /**
     * Keys of tags that it loses.
     */
    remove?: string[];
}

/**
 * What changes mean for some holders.
 */
export interface RoleEffect {
    /**
     * Who: users, teams and tokens.
     */
    holders: Label[];
    /**
     * Whether they keep exactly what they have.
     */
    isNothing: boolean;
    /**
     * What changes on the organization.
     */
    organization: Delta;
    /**
     * For how long something on the organization may be held open, where that changes.
     */
    organizationLimits?: LimitChange[];
    /**
     * What changes on entities there are, in the order of the snapshot; the others keep what they have.
     */
    entities: EntityImpact[];
    /**
     * How after and before relate over everything there could be; absent where that is too complex.
     */
    relation?: Relation;
    /**
     * What changes on entities there could be.
     */
    changes: ChangeInfo[];
    /**
     * What the change gives or takes and they hold anyway, by the source that grants it.
     */
    covered: Covered[];
}

/**
 * What is worth knowing about one role.
 */
export interface RoleLint {
    /**
     * The role.
     */
    subject: Label;
    /**
     * What there is to say.
     */
    diagnostics: Diagnostic[];
}

/**
 * A rule: where it comes from, where it stands, and what it asks for.
 */
export interface RuleInfo {
    /**
     * What kind of thing the subject was given: `role`, `own-role`, `team-role`, `team-grant`, `creator-grant`
     * or `setting`.
     */
    source: string;
    /**
     * Which one: a role, a team or a setting, by id or name, a role of a team as `TEAM/ROLE`, or an entity as `TYPE/ID`.
     */
    through?: string;
    /**
     * The team through which it was given, by name.
     */
    team?: string;
    /**
     * The id of the record in which the rule stands.
     */
    record?: string;
    /**
     * Where it stands there, as a JSON pointer; absent for a grant that is no definition.
     */
    pointer?: string;
    /**
     * The names of the permission sets through which it grants; where one scope is asked for, those that have it.
     */
    sets?: string[];
    /**
     * The conditions under which it grants, all of them; empty when it always does.
     */
    where?: string[];
    /**
     * For how long what it opens may stay open, in seconds; absent for no limit, and where it opens nothing.
     */
    maxOpenDurationSecs?: number;
}

/**
 * Where a rule stands.
 */
export interface RulePlace {
    /**
     * The id of the record; absent for the definition that was asked about.
     */
    record?: string;
    /**
     * The JSON pointer into its details.
     */
    pointer: string;
}

/**
 * How a scope was used through a rule.
 */
export interface RuleScopeUse {
    /**
     * The scope.
     */
    scope: string;
    /**
     * Uses that the rule granted, how often.
     */
    times: number;
    /**
     * And when last, in Unix seconds; absent for never.
     */
    last?: number;
    /**
     * How many of these no other rule granted.
     */
    alone: number;
}

/**
 * How a rule was used.
 */
export interface RuleUse {
    /**
     * The rule.
     */
    rule: RuleInfo;
    /**
     * Uses that it granted, how often.
     */
    times: number;
    /**
     * And when last, in Unix seconds; absent for never.
     */
    last?: number;
    /**
     * How many of these no other rule granted.
     */
    alone: number;
    /**
     * The scopes that were used through it.
     */
    scopes: RuleScopeUse[];
    /**
     * The scopes that were not.
     */
    unused: string[];
}

/**
 * Where a scope is found.
 */
export interface ScopeGroup {
    /**
     * `global`, `stack`, `environment` or `insights-account`.
     */
    resourceType: string;
    /**
     * The name of the group.
     */
    group: string;
}

/**
 * What the catalogue says about one scope.
 */
export interface ScopeInfo {
    /**
     * The name, such as `stack:read`.
     */
    name: string;
    /**
     * What it allows.
     */
    description: string;
    /**
     * What it can be granted on, with the group under which it is found there.
     */
    groups: ScopeGroup[];
    /**
     * Whether Pulumi Cloud offers it for assignment.
     */
    isOffered: boolean;
    /**
     * Why granting it deserves a second look.
     */
    sensitivity?: string;
}

/**
 * How a scope was used.
 */
export interface ScopeUse {
    /**
     * The scope.
     */
    scope: string;
    /**
     * Uses that were granted, how often.
     */
    times: number;
    /**
     * And when last, in Unix seconds; absent for never.
     */
    last?: number;
    /**
     * How many of these nothing else that the user holds granted.
     */
    needed: number;
    /**
     * On how many entities it is granted today.
     */
    grantedOn: number;
    /**
     * On how many of these it was used.
     */
    usedOn: number;
}

/**
 * The organization-wide role settings, by Pulumi Cloud's field names and numbers.
 */
export interface Settings {
    /**
     * 0 none, 101 read, 102 write, 103 admin, 104 creator.
     */
    defaultStackPermission?: number;
    /**
     * `none`, `read`, `open`, `write` or `admin`.
     */
    defaultEnvironmentPermission?: string;
    /**
     * 0 none, 1 read, 2 write, 3 admin.
     */
    defaultAccountPermission?: number;
    /**
     * Members may create stacks.
     */
    membersCanCreateStacks?: boolean;
    /**
     * Members may create accounts.
     */
    membersCanCreateAccounts?: boolean;
    /**
     * Members may create teams.
     */
    membersCanCreateTeams?: boolean;
    /**
     * Members who administer a stack may delete it.
     */
    membersCanDeleteStacks?: boolean;
    /**
     * Members who administer a stack may transfer it out.
     */
    membersCanTransferStacks?: boolean;
    /**
     * How many days of life an access token may have left, 1 to 3650; 0 means no limit.
     */
    maxAccessTokenExpiryDays?: number;
}

/**
 * Scopes that both grant on the same entities.
 */
export interface SharedInfo {
    /**
     * The scopes.
     */
    scopes: string[];
    /**
     * On which entities, in words, case by case.
     */
    where: string[];
    /**
     * Whether these are all the cases.
     */
    isComplete: boolean;
    /**
     * An entity on which both grant them, which need not exist.
     */
    example: Example;
}

/**
 * How large a role is.
 */
export interface Size {
    /**
     * Scopes that it names.
     */
    scopes: number;
    /**
     * Scopes that it grants on the organization and on each entity there is, summed up.
     */
    cells: number;
    /**
     * Its rules.
     */
    rules: number;
}

/**
 * Everything an evaluation needs, as files, the command line, the module and the server know it.
 */
export interface Snapshot {
    /**
     * The organization's name and its role settings.
     */
    organization?: Organization;
    /**
     * Stacks, environments and accounts.
     */
    entities: Entity[];
    /**
     * Roles, policies and permission sets; the built-in ones may be left out.
     */
    records: Record[];
    /**
     * People.
     */
    members?: Member[];
    /**
     * Teams.
     */
    teams?: Team[];
    /**
     * Access tokens, without their secrets.
     */
    tokens?: Token[];
    /**
     * What creators hold on what they created.
     */
    creatorGrants?: CreatorGrant[];
    /**
     * Statements that every draft is checked against.
     */
    guardrails?: Guardrail[];
}

/**
 * Why a token is refused.
 */
export interface StandingInfo {
    /**
     * `expired`, `no-expiry` or `too-long`.
     */
    reason: string;
    /**
     * The same for people.
     */
    message: string;
    /**
     * Since when it has expired, in Unix seconds.
     */
    since?: number;
    /**
     * From when on it complies, in Unix seconds.
     */
    compliesFrom?: number;
}

/**
 * The tokens that an expiry policy would stop.
 */
export interface Stopped {
    /**
     * The tokens that are good now and would be refused, in the order of the snapshot.
     */
    tokens: StoppedToken[];
}

/**
 * A token that an expiry policy would stop.
 */
export interface StoppedToken {
    /**
     * The token.
     */
    subject: Label;
    /**
     * Why it would be refused.
     */
    refused: StandingInfo;
}

/**
 * A smaller definition of a role.
 *
 * Proved: it covers every use in the log that the role grants, and is contained in today's role over every entity
 * there could be.
 */
export interface Suggestion {
    /**
     * The definition, as a draft for the role.
     */
    draft: Draft;
    /**
     * The id of the record whose definition it takes the place of: the role, or its policy.
     */
    record: string;
    /**
     * How many distinct uses it covers: all that the role grants.
     */
    covered: number;
    /**
     * How large the role is today.
     */
    before: Size;
    /**
     * How large it would be.
     */
    after: Size;
    /**
     * How many rules stay wide because they were used on too many entities.
     */
    wide: number;
    /**
     * Its rules, and what each grants.
     */
    rules: GrantedRule[];
}

/**
 * What a definition grants, in short.
 */
export interface Summary {
    /**
     * How many texts have been taken on so far.
     */
    revision: number;
    /**
     * The scopes granted on the organization, sorted by name.
     */
    organization: string[];
    /**
     * The scopes granted on entities, those together that are granted on the same ones.
     */
    columns: ColumnInfo[];
    /**
     * Where each rule stands.
     */
    rules: RulePlace[];
}

/**
 * A team.
 */
export interface Team {
    /**
     * The name.
     */
    name: string;
    /**
     * Its people.
     */
    members?: TeamMember[];
    /**
     * Its roles.
     */
    roleIds?: string[];
    /**
     * Permission sets granted on single entities.
     */
    entityGrants?: EntityGrant[];
}

/**
 * A person's place in a team.
 */
export interface TeamMember {
    /**
     * The login.
     */
    login: string;
    /**
     * Whether the person administers the team.
     */
    role?: TeamRole;
}

/**
 * What changes where two definitions are held through a team.
 */
export interface ThroughTeam extends Changed {
    /**
     * The team; absent for every team that no condition names.
     */
    team?: string;
}

/**
 * An access token, without its secret.
 */
export interface Token {
    /**
     * The record id.
     */
    id: string;
    /**
     * The name.
     */
    name: string;
    /**
     * Whom it acts as.
     */
    type: TokenType;
    /**
     * The role of an organization token.
     */
    roleId?: string;
    /**
     * The team a team token acts as.
     */
    team?: string;
    /**
     * The login a personal token acts as.
     */
    user?: string;
    /**
     * When it expires, in Unix seconds; 0 means never.
     */
    expires?: number;
}

/**
 * Something that nothing is decided about.
 */
export interface UnknownUse {
    /**
     * What is not known: `principal`, `scope` or `entity`.
     */
    reason: string;
    /**
     * What was used.
     */
    use: UseInfo;
}

/**
 * Something that was used.
 */
export interface UseInfo {
    /**
     * Who.
     */
    subject: Label;
    /**
     * The scope.
     */
    scope: string;
    /**
     * On what; absent for the organization.
     */
    entity?: EntityKey;
    /**
     * The tags that the log gives the entity; absent where it does not say.
     */
    tags?: { [key: string]: string };
    /**
     * How often.
     */
    times: number;
    /**
     * When first, in Unix seconds.
     */
    first: number;
    /**
     * When last, in Unix seconds.
     */
    last: number;
}

/**
 * Who may use a scope on something.
 */
export interface Who {
    /**
     * The scope.
     */
    scope: string;
    /**
     * On what; absent for the organization.
     */
    entity?: EntityKey;
    /**
     * Everybody who may, with the rules that let them: users, teams, tokens, each in the order of the snapshot.
     */
    principals: Holder[];
}

/**
 * Scopes that a holder could have on entities by changing their tags.
 */
export interface WideningInfo {
    /**
     * The type of the entities.
     */
    entityType: string;
    /**
     * What could be had.
     */
    scopes: string[];
    /**
     * The scopes that let the holder change tags there.
     */
    through: string[];
    /**
     * On which entities, as they are tagged before, in words, case by case.
     */
    where: string[];
    /**
     * Whether these are all the cases.
     */
    isComplete: boolean;
    /**
     * One of these entities, which need not exist.
     */
    example: Example;
}

/**
 * A place where a statement about two subjects fails.
 */
export interface Witness {
    /**
     * The entity, which need not exist; absent for the organization.
     */
    example?: Example;
    /**
     * How both are held there, in words, where that is through a team.
     */
    held?: string;
    /**
     * The scopes on which the two differ there, or which both grant.
     */
    scopes: string[];
    /**
     * They differ in opening something for more than so many seconds.
     */
    longerThanSecs?: number;
    /**
     * The rules of the left one that grant any of the scopes there.
     */
    left: RuleInfo[];
    /**
     * The rules of the right one that do.
     */
    right: RuleInfo[];
}

/**
 * What JavaScript gets from every question.
 */
export type Answer<T> = { type: "success"; value: T } | { type: "failure"; fault: Fault };

/** An expression that can stand as a condition. */
export type BooleanExpression =
| { __type: "PermissionExpressionEqual"; left: Expression; right: Expression }
| { __type: "PermissionExpressionAnd" | "PermissionExpressionOr"; left: BooleanExpression; right: BooleanExpression }
| { __type: "PermissionExpressionNot"; node: BooleanExpression }
| { __type: "PermissionExpressionHasTag"; context: ContextExpression; key?: string };

/**
 * A change to who holds what; ids are also accepted by name where the name is unique.
 */
export type Change = { role: { id: string; uxPurpose?: UxPurpose; details: Descriptor } } | { rolePart: { id: string; pointer: string; details: Descriptor } } | { deleteRole: { id: string } } | { memberRole: { login: string; roleId?: string } } | { teamRoles: { team: string; roleIds: string[] } } | { joinTeam: { team: string; login: string } } | { leaveTeam: { team: string; login: string } } | { grantTeam: { team: string; entity: EntityKey; permissionSetId: string } } | { tokenRole: { id: string; roleId?: string } } | { settings: Settings } | { retag: Retagging };

/** What a question is about. */
export type ContextExpression = {
    __type:
    | "PermissionExpressionStack"
    | "PermissionExpressionEnvironment"
    | "PermissionExpressionInsightsAccount"
    | "PermissionExpressionTeam";
};

/** A definition in Pulumi Cloud's wire format. */
export type Descriptor =
| { __type: "PermissionDescriptorAllow"; permissions?: string[]; constraints?: { MaxOpenDuration?: number } }
| { __type: "PermissionDescriptorGroup"; entries?: Descriptor[] }
| { __type: "PermissionDescriptorCondition"; condition: BooleanExpression; subNode: Descriptor }
| { __type: "PermissionDescriptorIfThenElse"; condition: BooleanExpression; subNodeForTrue?: Descriptor; subNodeForFalse?: Descriptor }
| { __type: "PermissionDescriptorSelect"; selector?: Expression; options?: { value: Expression; node?: Descriptor }[] }
| { __type: "PermissionDescriptorCompose"; permissionDescriptors?: string[] };

/**
 * What a draft does to a guardrail.
 */
export type Effect = "keeps" | "breaks" | "mends" | "leaves-broken";

/**
 * The type of an entity.
 */
export type EntityType = "stack" | "environment" | "insights-account";

/** Any expression. */
export type Expression =
| BooleanExpression
| ContextExpression
| { __type: "PermissionExpressionTag"; context: ContextExpression; key?: string }
| { __type: "PermissionLiteralExpressionString"; value?: string }
| { __type: "PermissionLiteralExpressionNumber"; value?: number }
| { __type: "PermissionLiteralExpressionBool"; value?: boolean }
| {
    __type:
    | "PermissionLiteralExpressionStack"
    | "PermissionLiteralExpressionEnvironment"
    | "PermissionLiteralExpressionInsightsAccount"
    | "PermissionLiteralExpressionTeam";
    identity?: string;
};

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

/**
 * What a principal is.
 */
export type PrincipalType = "user" | "team" | "token";

/**
 * How two definitions relate.
 */
export type Relation = "equivalent" | "wider" | "narrower" | "different";

/**
 * Names a subject: an id, or a name where it is unique.
 */
export type Subject = { role: string } | { draft: Draft } | { token: string } | { user: string } | { team: string };

/**
 * How small a role is wanted.
 */
export type Suggest = "rules" | "tight";

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * What a person is in a team.
 */
export type TeamRole = "member" | "admin";

/**
 * Whom a token acts as.
 */
export type TokenType = "organization" | "team" | "personal";

/**
 * What a record is.
 */
export type UxPurpose = "role" | "role_private" | "role_temporary" | "policy" | "set";
