export { serveNextAuth as GET, serveNextAuth as POST } from "@/lib/web/next-auth";
