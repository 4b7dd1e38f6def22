
/** A definition in Pulumi Cloud's wire format. */
export type Descriptor =
  | { __type: "PermissionDescriptorAllow"; permissions?: string[]; constraints?: { MaxOpenDuration?: number } }
  | { __type: "PermissionDescriptorGroup"; entries?: Descriptor[] }
  | { __type: "PermissionDescriptorCondition"; condition: BooleanExpression; subNode: Descriptor }
  | { __type: "PermissionDescriptorIfThenElse"; condition: BooleanExpression; subNodeForTrue?: Descriptor; subNodeForFalse?: Descriptor }
  | { __type: "PermissionDescriptorSelect"; selector?: Expression; options?: { value: Expression; node?: Descriptor }[] }
  | { __type: "PermissionDescriptorCompose"; permissionDescriptors?: string[] };

/** An expression that can stand as a condition. */
export type BooleanExpression =
  | { __type: "PermissionExpressionEqual"; left: Expression; right: Expression }
  | { __type: "PermissionExpressionAnd" | "PermissionExpressionOr"; left: BooleanExpression; right: BooleanExpression }
  | { __type: "PermissionExpressionNot"; node: BooleanExpression }
  | { __type: "PermissionExpressionHasTag"; context: ContextExpression; key?: string };

/** What a question is about. */
export type ContextExpression = {
  __type:
    | "PermissionExpressionStack"
    | "PermissionExpressionEnvironment"
    | "PermissionExpressionInsightsAccount"
    | "PermissionExpressionTeam";
};

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
