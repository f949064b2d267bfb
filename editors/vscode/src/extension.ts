// Starts `entente lsp` for .ent files; all knowledge of the language is there.
import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

async function start(): Promise<void> {
  const program = vscode.workspace.getConfiguration("entente").get<string>("program") || "entente";
  const server: ServerOptions = { command: program, args: ["lsp"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "entente" },
      { scheme: "untitled", language: "entente" },
    ],
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{ent,csv}") },
  };
  client = new LanguageClient("entente", "Entente", server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    void vscode.window.showErrorMessage(
      `Cannot start \`${program} lsp\`: ${String(error)}. Set "entente.program" to where entente is.`,
    );
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("entente.restart", async () => {
      await stop();
      await start();
    }),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (!change.affectsConfiguration("entente.program")) return;
      await stop();
      await start();
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}
