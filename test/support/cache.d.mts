export declare const cacheRoot: string
export declare const toolsRoot: string
